// The membrane in three dimensions, drawn only when something changes.
import {
  AmbientLight,
  DirectionalLight,
  type LineBasicMaterial,
  type LineSegments,
  type Object3D,
  PerspectiveCamera,
  Plane,
  Scene,
  Vector3,
  WebGLRenderer,
} from "three";
import { OrbitControls } from "three/examples/jsm/controls/OrbitControls.js";
import { api } from "../api";
import type { Scene as SceneInfo } from "../types";
import { sortByDepth, spheres } from "./impostors";
import { binderMesh, boxEdges, fibres } from "./solids";

const FLUENT = 40; // ms between frames; if they come more slowly, a turning view gets fewer pixels
const MICRO = 1e6;
const FAR = 1e9;

/** SI rows into the scene: micrometres, box around the origin, z of the membrane upwards. */
function placed(
  rows: Float32Array,
  stride: number,
  points: number[],
  radii: number[],
  box: [number, number, number],
): void {
  for (let k = 0; k < rows.length; k += stride) {
    for (const p of points) {
      const [x, y, z] = [rows[k + p]!, rows[k + p + 1]!, rows[k + p + 2]!];
      rows[k + p] = MICRO * (x - box[0] / 2);
      rows[k + p + 1] = MICRO * (z - box[2] / 2);
      rows[k + p + 2] = -MICRO * (y - box[1] / 2);
    }
    for (const r of radii) rows[k + r] = MICRO * rows[k + r]!;
  }
}

export interface Parts {
  particles: Object3D | null;
  fibres: Object3D | null;
  binder: Object3D | null;
}

export class Stage {
  readonly canvas: HTMLCanvasElement;
  readonly parts: Parts = { particles: null, fibres: null, binder: null };
  private readonly renderer = new WebGLRenderer({ antialias: true, preserveDrawingBuffer: true });
  private readonly scene = new Scene();
  private readonly camera = new PerspectiveCamera(32, 1, 0.1, 10_000);
  private readonly cutPlane = new Plane(new Vector3(-1, 0, 0), FAR);
  private readonly controls: OrbitControls;
  private edges: LineSegments | null = null;
  private sort: (() => void) | null = null;
  private wanted = 0;
  private size = 1;
  private turning = false;
  private coarse = false;
  private last = 0;
  private cut: (place: number) => void = () => {};

  constructor(signal: AbortSignal) {
    this.canvas = this.renderer.domElement;
    this.renderer.localClippingEnabled = true;
    this.scene.add(new AmbientLight(0xffffff, 1.4));
    const sun = new DirectionalLight(0xffffff, 2.2);
    sun.position.set(0.35, 0.5, 0.79);
    this.camera.add(sun);
    this.scene.add(this.camera);
    this.controls = new OrbitControls(this.camera, this.canvas);
    this.controls.addEventListener("start", () => {
      this.turning = true;
      this.last = 0;
    });
    this.controls.addEventListener("change", () => this.request());
    this.controls.addEventListener("end", () => {
      this.turning = false;
      this.sort?.();
      this.request();
    });
    const observer = new ResizeObserver(() => this.request());
    observer.observe(this.canvas);
    signal.addEventListener("abort", () => {
      observer.disconnect();
      this.controls.dispose();
      this.renderer.dispose();
    });
    window.addEventListener("themechange", () => this.request(), { signal });
  }

  async load(id: string, info: SceneInfo): Promise<void> {
    const [particles, threads, binder] = await Promise.all([
      info.particles > 0 ? api.particles(id) : null,
      info.fibres > 0 ? api.fibres(id) : null,
      info.binder ? api.binder(id) : null,
    ]);
    const box = info.box_m;
    if (particles) {
      placed(particles, 4, [0], [3], box);
      const conservative = this.renderer.getContext().getExtension("EXT_conservative_depth") !== null;
      const mesh = spheres(particles, conservative);
      this.parts.particles = mesh;
      this.sort = () => sortByDepth(mesh, particles, this.camera.position);
      this.cut = (place) => {
        mesh.material.uniforms.cut!.value = place;
      };
    }
    if (threads) {
      placed(threads, 7, [0, 3], [6], box);
      this.parts.fibres = fibres(threads, this.cutPlane);
    }
    if (binder && info.binder) {
      this.parts.binder = binderMesh(
        binder,
        info.binder,
        (rows, stride) => placed(rows, stride, [0], [], box),
        this.cutPlane,
      );
    }
    const size: [number, number, number] = [MICRO * box[0], MICRO * box[2], MICRO * box[1]];
    this.edges = boxEdges(size, "#808080");
    this.scene.add(
      this.edges,
      ...Object.values(this.parts).filter((part): part is Object3D => part !== null),
    );
    this.size = Math.hypot(...size);
    this.reset();
  }

  reset(): void {
    this.camera.position
      .set(0.9, 0.65, 1.25)
      .normalize()
      .multiplyScalar(1.95 * this.size);
    this.camera.near = 0.02 * this.size;
    this.camera.far = 10 * this.size;
    this.controls.target.set(0, 0, 0);
    this.controls.update();
    this.sort?.();
    this.request();
  }

  /** Hide what lies beyond a share of the box along x. */
  cutAt(share: number): void {
    const half =
      this.edges!.geometry.boundingBox ??
      (this.edges!.geometry.computeBoundingBox(), this.edges!.geometry.boundingBox!);
    const place = share >= 1 ? FAR : half.min.x + share * (half.max.x - half.min.x);
    this.cutPlane.constant = place;
    this.cut(place);
    this.request();
  }

  /** Turn by angles in radians, for the keyboard. */
  turn(sideways: number, upwards: number): void {
    const { position } = this.camera;
    position.applyAxisAngle(new Vector3(0, 1, 0), sideways);
    const across = new Vector3(0, 1, 0).cross(position).normalize();
    const raised = position.clone().applyAxisAngle(across, -upwards);
    if (Math.abs(raised.y) < 0.99 * raised.length()) position.copy(raised);
    this.controls.update();
    this.sort?.();
    this.request();
  }

  zoom(factor: number): void {
    this.camera.position.multiplyScalar(factor);
    this.controls.update();
    this.request();
  }

  request(): void {
    if (this.wanted) return;
    this.wanted = requestAnimationFrame((now) => {
      this.wanted = 0;
      const gap = now - this.last;
      if (this.turning && this.last > 0 && gap > FLUENT && gap < 10 * FLUENT) this.coarse = true;
      this.last = now;
      this.draw();
    });
  }

  draw(): void {
    const [width, height] = [this.canvas.clientWidth, this.canvas.clientHeight];
    if (width === 0 || height === 0 || !this.edges) return;
    const still = Math.max(2, window.devicePixelRatio); // smooth outlines
    this.renderer.setPixelRatio(this.turning ? (this.coarse ? 0.5 : 1) * window.devicePixelRatio : still);
    this.renderer.setSize(width, height, false);
    this.camera.aspect = width / height;
    this.camera.updateProjectionMatrix();
    const style = getComputedStyle(this.canvas);
    this.renderer.setClearColor(style.getPropertyValue("--stage").trim());
    (this.edges.material as LineBasicMaterial).color.set(style.getPropertyValue("--quiet").trim());
    this.renderer.render(this.scene, this.camera);
  }

  /** Milliseconds of one frame of a turning view, waited for until its pixels stand. */
  frameTime(angle: number): number {
    const context = this.renderer.getContext();
    const started = performance.now();
    this.turning = true;
    this.camera.position.applyAxisAngle(new Vector3(0, 1, 0), angle);
    this.controls.update();
    this.draw();
    context.readPixels(0, 0, 1, 1, context.RGBA, context.UNSIGNED_BYTE, new Uint8Array(4));
    this.turning = false;
    return performance.now() - started;
  }

  picture(): Promise<Blob | null> {
    this.draw();
    return new Promise((resolve) => this.canvas.toBlob(resolve, "image/png"));
  }
}
