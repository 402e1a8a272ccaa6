// Spheres as ray-cast triangles: each covers the outline of its sphere, which the fragments find
// exactly, with its depth. Plain triangles, not instances: software renderers draw those one by one.
import { BufferAttribute, BufferGeometry, GLSL3, Mesh, RawShaderMaterial, Sphere, Vector3 } from "three";
import { PHASES, rgb } from "../palette";

const CERAMIC = rgb(PHASES.ceramic!).map((part) => (part / 255).toFixed(4));

const VERTEX = `precision highp float;
in vec2 corner; in vec4 ball; in float shade;
uniform mat4 modelViewMatrix, projectionMatrix; uniform float cut;
out vec3 centre, place, tint; out float radius;
void main() {
  centre = (modelViewMatrix * vec4(ball.xyz, 1.0)).xyz;
  radius = ball.w; tint = shade * vec3(${CERAMIC.join(", ")});
  vec3 towards = normalize(-centre);
  vec3 right = normalize(cross(vec3(0.0, 1.0, 0.0), towards));
  vec3 up = cross(towards, right);
  float distance2 = dot(centre, centre);
  float grow = radius * sqrt(distance2 / max(distance2 - radius * radius, 1e-9));
  float shrink = 1.0 - radius / sqrt(distance2);
  place = centre + radius * towards + grow * shrink * (corner.x * right + corner.y * up);
  gl_Position = ball.x > cut ? vec4(2.0, 2.0, 2.0, 1.0) : projectionMatrix * vec4(place, 1.0);
}`;

// The triangle stands before its sphere, so the true depth is never smaller: with EXT_conservative_depth
// the card may skip what lies behind something drawn earlier.
const fragment = (
  conservative: boolean,
): string => `${conservative ? "#extension GL_EXT_conservative_depth : enable\n" : ""}precision highp float;
${conservative ? "layout(depth_greater) out float gl_FragDepth;" : ""}
in vec3 centre, place, tint; in float radius;
uniform mat4 projectionMatrix; uniform vec3 light;
out vec4 colour;
void main() {
  vec3 ray = normalize(place);
  float along = dot(ray, centre);
  float inside = along * along - dot(centre, centre) + radius * radius;
  if (inside < 0.0) discard;
  vec3 hit = (along - sqrt(inside)) * ray;
  vec3 normal = (hit - centre) / radius;
  vec4 clip = projectionMatrix * vec4(hit, 1.0);
  gl_FragDepth = 0.5 * clip.z / clip.w + 0.5;
  float lit = 0.42 + 0.58 * max(dot(normal, light), 0.0);
  float rim = smoothstep(0.0, 0.35, -dot(normal, ray));
  colour = vec4(tint * lit * mix(0.62, 1.0, rim), 1.0);
}`;

/** Lightness varies a little from grain to grain, so that touching grains are told apart. */
const lightness = (k: number): number => 0.8 + 0.4 * (((Math.imul(k + 1, 2654435761) >>> 8) & 1023) / 1023);

/** Corners of the equilateral triangle around a circle of radius 1. */
const CORNERS = [0, 2, -Math.sqrt(3), -1, Math.sqrt(3), -1];

export type Spheres = Mesh<BufferGeometry, RawShaderMaterial>;

/** `rows`: x, y, z, radius per sphere, in units of the scene. */
export function spheres(rows: Float32Array, conservative: boolean): Spheres {
  const count = rows.length / 4;
  const [ball, corner, shade] = [
    new Float32Array(12 * count),
    new Float32Array(6 * count),
    new Float32Array(3 * count),
  ];
  for (let k = 0; k < count; k += 1) {
    for (let v = 0; v < 3; v += 1) ball.set(rows.subarray(4 * k, 4 * k + 4), 12 * k + 4 * v);
    corner.set(CORNERS, 6 * k);
    shade.fill(lightness(k), 3 * k, 3 * k + 3);
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute("ball", new BufferAttribute(ball, 4));
  geometry.setAttribute("corner", new BufferAttribute(corner, 2));
  geometry.setAttribute("shade", new BufferAttribute(shade, 1));
  geometry.setIndex(new BufferAttribute(new Uint32Array(3 * count), 1));
  geometry.boundingSphere = new Sphere(new Vector3(), Number.POSITIVE_INFINITY);
  const material = new RawShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: VERTEX,
    fragmentShader: fragment(conservative),
    uniforms: { cut: { value: 1e9 }, light: { value: new Vector3(0.35, 0.5, 0.79).normalize() } },
  });
  const mesh = new Mesh(geometry, material);
  mesh.frustumCulled = false;
  return mesh;
}

/** Draw the near ones first: what they hide is then not shaded. */
export function sortByDepth(mesh: Spheres, rows: Float32Array, eye: Vector3): void {
  const count = rows.length / 4;
  const distance = Float32Array.from(
    { length: count },
    (_, k) =>
      Math.hypot(rows[4 * k]! - eye.x, rows[4 * k + 1]! - eye.y, rows[4 * k + 2]! - eye.z) - rows[4 * k + 3]!,
  );
  const order = Uint32Array.from({ length: count }, (_, k) => k).sort((a, b) => distance[a]! - distance[b]!);
  const index = mesh.geometry.getIndex()!;
  order.forEach((from, to) => {
    for (let v = 0; v < 3; v += 1) index.array[3 * to + v] = 3 * from + v;
  });
  index.needsUpdate = true;
}
