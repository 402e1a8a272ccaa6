// Fibres as straight cylinders and the binder as the mesh that the server made of its voxels.
import {
  BufferAttribute,
  BufferGeometry,
  CylinderGeometry,
  InstancedMesh,
  LineBasicMaterial,
  LineSegments,
  Matrix4,
  Mesh,
  MeshLambertMaterial,
  type Plane,
  Quaternion,
  Vector3,
  BoxGeometry,
  EdgesGeometry,
  DoubleSide,
} from "three";
import { PHASES } from "../palette";
import type { Scene as SceneInfo } from "../types";

const UP = new Vector3(0, 1, 0);

/** `rows`: both ends and radius, in units of the scene. */
export function fibres(rows: Float32Array, cut: Plane): InstancedMesh {
  const count = rows.length / 7;
  const material = new MeshLambertMaterial({
    color: PHASES.support,
    clippingPlanes: [cut],
    side: DoubleSide,
  });
  const mesh = new InstancedMesh(new CylinderGeometry(1, 1, 1, 24), material, count);
  const [a, b] = [new Vector3(), new Vector3()];
  for (let k = 0; k < count; k += 1) {
    a.fromArray(rows, 7 * k);
    b.fromArray(rows, 7 * k + 3);
    const radius = rows[7 * k + 6]!;
    const along = b.clone().sub(a);
    const turn = new Quaternion().setFromUnitVectors(UP, along.clone().normalize());
    const size = new Vector3(radius, along.length(), radius);
    mesh.setMatrixAt(k, new Matrix4().compose(a.add(b).multiplyScalar(0.5), turn, size));
  }
  return mesh;
}

export function binderMesh(
  buffer: ArrayBuffer,
  info: NonNullable<SceneInfo["binder"]>,
  place: (rows: Float32Array, stride: number) => void,
  cut: Plane,
): Mesh {
  const vertices = new Float32Array(buffer.slice(0, 12 * info.vertices));
  place(vertices, 3);
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(vertices, 3));
  geometry.setIndex(new BufferAttribute(new Uint32Array(buffer, 12 * info.vertices, 3 * info.triangles), 1));
  geometry.computeVertexNormals();
  return new Mesh(
    geometry,
    new MeshLambertMaterial({ color: PHASES.binder, clippingPlanes: [cut], side: DoubleSide }),
  );
}

export function boxEdges(size: [number, number, number], colour: string): LineSegments {
  return new LineSegments(
    new EdgesGeometry(new BoxGeometry(...size)),
    new LineBasicMaterial({ color: colour }),
  );
}
