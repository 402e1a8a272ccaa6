// Spheres as ray-cast squares: two triangles per particle, exact round outline and depth.
import {
  GLSL3, InstancedBufferAttribute, InstancedBufferGeometry, Float32BufferAttribute, Mesh, RawShaderMaterial, Sphere, Vector3,
} from "three";
import { PHASES, rgb } from "../palette";

const VERTEX = `precision highp float;
in vec3 position; in vec4 ball; in vec3 shade;
uniform mat4 modelViewMatrix, projectionMatrix; uniform float cut;
out vec3 centre, place, tint; out float radius;
void main() {
  centre = (modelViewMatrix * vec4(ball.xyz, 1.0)).xyz;
  radius = ball.w; tint = shade;
  vec3 towards = normalize(-centre);
  vec3 right = normalize(cross(vec3(0.0, 1.0, 0.0), towards));
  vec3 up = cross(towards, right);
  float distance2 = dot(centre, centre);
  float grow = radius * sqrt(distance2 / max(distance2 - radius * radius, 1e-9));
  float shrink = 1.0 - radius / sqrt(distance2);
  place = centre + radius * towards + grow * shrink * (position.x * right + position.y * up);
  gl_Position = ball.x > cut ? vec4(2.0, 2.0, 2.0, 1.0) : projectionMatrix * vec4(place, 1.0);
}`;

// The square stands before its sphere, so the true depth is never smaller: with EXT_conservative_depth
// the card may skip what lies behind something drawn earlier.
const fragment = (conservative: boolean): string => `${conservative ? "#extension GL_EXT_conservative_depth : enable\n" : ""}precision highp float;
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

const CERAMIC = rgb(PHASES.ceramic!).map((part) => part / 255);

/** Lightness varies a little from grain to grain, so that touching grains are told apart. */
export function shades(count: number): Float32Array {
  const tints = new Float32Array(3 * count);
  for (let k = 0; k < count; k += 1) {
    const light = 0.8 + 0.4 * (((Math.imul(k + 1, 2654435761) >>> 8) & 1023) / 1023);
    tints.set(CERAMIC.map((part) => part * light), 3 * k);
  }
  return tints;
}

/** `rows`: x, y, z, radius per sphere, in units of the scene. */
export function spheres(rows: Float32Array, tints: Float32Array, conservative: boolean): Mesh<InstancedBufferGeometry, RawShaderMaterial> {
  const geometry = new InstancedBufferGeometry();
  geometry.setAttribute("position", new Float32BufferAttribute([-1, -1, 0, 1, -1, 0, 1, 1, 0, -1, 1, 0], 3));
  geometry.setIndex([0, 1, 2, 0, 2, 3]);
  const ball = new InstancedBufferAttribute(rows.slice(), 4);
  const shade = new InstancedBufferAttribute(tints.slice(), 3);
  geometry.setAttribute("ball", ball);
  geometry.setAttribute("shade", shade);
  geometry.instanceCount = rows.length / 4;
  geometry.boundingSphere = new Sphere(new Vector3(), Number.POSITIVE_INFINITY);
  const material = new RawShaderMaterial({
    glslVersion: GLSL3, vertexShader: VERTEX, fragmentShader: fragment(conservative),
    uniforms: { cut: { value: Number.POSITIVE_INFINITY }, light: { value: new Vector3(0.35, 0.5, 0.79).normalize() } },
  });
  const mesh = new Mesh(geometry, material);
  mesh.frustumCulled = false;
  return mesh;
}

/** Draw the near ones first: what they hide is then not shaded. */
export function sortByDepth(mesh: Mesh<InstancedBufferGeometry>, rows: Float32Array, tints: Float32Array, eye: Vector3): void {
  const count = rows.length / 4;
  const distance = new Float32Array(count);
  for (let k = 0; k < count; k += 1) {
    distance[k] = Math.hypot(rows[4 * k]! - eye.x, rows[4 * k + 1]! - eye.y, rows[4 * k + 2]! - eye.z) - rows[4 * k + 3]!;
  }
  const order = Uint32Array.from({ length: count }, (_, k) => k).sort((a, b) => distance[a]! - distance[b]!);
  const ball = mesh.geometry.getAttribute("ball") as InstancedBufferAttribute;
  const shade = mesh.geometry.getAttribute("shade") as InstancedBufferAttribute;
  order.forEach((from, to) => {
    (ball.array as Float32Array).set(rows.subarray(4 * from, 4 * from + 4), 4 * to);
    (shade.array as Float32Array).set(tints.subarray(3 * from, 3 * from + 3), 3 * to);
  });
  ball.needsUpdate = true;
  shade.needsUpdate = true;
}
