// The seven-point operator of steady conduction on an NVIDIA GPU: its multigrid, its Krylov steps.
//
// Arrays are (n0, n1, n2), the last index fastest, as in numerics/stencils.py: f0, f1, f2 are the
// conductances between a voxel and the next one along each axis, the last one back to the first;
// `ends` (2, n1, n2) joins the first and the last plane to a fixed potential outside.
// Sums are made in a fixed order, so that a result does not depend on the card.

typedef long long Index;

constexpr float STRONG = 0.1f;  // as in numerics/network_coarsening.py
constexpr int THREADS = 256;

struct Grid {
    int n0, n1, n2;
    __device__ Index plane() const { return (Index)n1 * n2; }
    __device__ Index size() const { return n0 * plane(); }
    __device__ Index at(int i, int j, int k) const { return ((Index)i * n1 + j) * n2 + k; }
    __device__ bool holds(int i, int j, int k) const { return i < n0 && j < n1 && k < n2; }
};

// The six neighbours of a voxel, around the box.
struct Neighbours {
    Index here, before[3], behind[3];
    __device__ Neighbours(Grid g, int i, int j, int k) {
        const Index p = g.plane(), r = g.n2;
        here = g.at(i, j, k);
        before[0] = i > 0 ? here - p : here + (g.n0 - 1) * p;
        behind[0] = i < g.n0 - 1 ? here + p : here - (g.n0 - 1) * p;
        before[1] = j > 0 ? here - r : here + (g.n1 - 1) * r;
        behind[1] = j < g.n1 - 1 ? here + r : here - (g.n1 - 1) * r;
        before[2] = k > 0 ? here - 1 : here + g.n2 - 1;
        behind[2] = k < g.n2 - 1 ? here + 1 : here - (g.n2 - 1);
    }
};

__device__ float end_of(const float* ends, Grid g, int i, int j, int k) {
    float end = 0;
    if (i == 0) end += ends[g.at(0, j, k)];
    if (i == g.n0 - 1) end += ends[g.at(1, j, k)];
    return end;
}

// Sum of the conductances around a voxel, and the current that leaves it.
template <typename T>
struct Around {
    T diagonal, leaving;
    __device__ Around(const float* f0, const float* f1, const float* f2, const float* ends,
                      const T* x, Grid g, int i, int j, int k) {
        const Neighbours n(g, i, j, k);
        const float* faces[3] = {f0, f1, f2};
        const T v = x[n.here];
        diagonal = end_of(ends, g, i, j, k);
        leaving = diagonal * v;
#pragma unroll
        for (int axis = 0; axis < 3; axis++) {
            const T a = faces[axis][n.before[axis]], b = faces[axis][n.here];
            diagonal += a + b;
            leaving += a * (v - x[n.before[axis]]) + b * (v - x[n.behind[axis]]);
        }
    }
};

// Colour of a voxel: no two neighbours share one. Two colours, or three where a ring is odd;
// bit `axis` of `odd` says that the grid is periodic and odd along it.
__device__ int colour_of(Grid g, int odd, int i, int j, int k) {
    const int a = (odd & 1) && i == g.n0 - 1 ? 2 : i & 1;
    const int b = (odd & 2) && j == g.n1 - 1 ? 2 : j & 1;
    const int c = (odd & 4) && k == g.n2 - 1 ? 2 : k & 1;
    return (a + b + c) % (odd ? 3 : 2);
}

#define PLACE(g)                                         \
    const int k = blockIdx.x * blockDim.x + threadIdx.x; \
    const int j = blockIdx.y * blockDim.y + threadIdx.y; \
    const int i = blockIdx.z;                            \
    if (!(g).holds(i, j, k)) return;

// Add up one value per thread of a block; the first thread returns the sum.
__device__ double block_sum(double value) {
    __shared__ double shared[THREADS];
    const int t = threadIdx.y * blockDim.x + threadIdx.x;
    shared[t] = value;
    __syncthreads();
    for (int half = THREADS / 2; half > 0; half /= 2) {
        if (t < half) shared[t] += shared[t + half];
        __syncthreads();
    }
    const double total = shared[0];
    __syncthreads();
    return total;
}

extern "C" {

// ---- from an image to conductances ----

__global__ void fill_faces(const unsigned char* phase, const float* tables, int phases, float* f0,
                           float* f1, float* f2, int n0, int n1, int n2) {
    const Grid g{n0, n1, n2};
    PLACE(g)
    const Neighbours n(g, i, j, k);
    const float* own = tables + phase[n.here] * phases;
    f0[n.here] = own[phase[n.behind[0]]];
    f1[n.here] = own[phases * phases + phase[n.behind[1]]];
    f2[n.here] = own[2 * phases * phases + phase[n.behind[2]]];
}

__global__ void label_runs(const unsigned char* phase, const unsigned char* conducts, int* label,
                           int n0, int n1, int n2) {
    const Grid g{n0, n1, n2};
    PLACE(g)
    const Index c = g.at(i, j, k);
    label[c] = !conducts[phase[c]] ? -1 : k > 0 && conducts[phase[c - 1]] ? c - 1 : c;
}

__device__ int root_of(const volatile int* label, int c) {
    while (label[c] != c) c = label[c];
    return c;
}

__global__ void compress_labels(int* label, int n0, int n1, int n2) {
    const Grid g{n0, n1, n2};
    PLACE(g)
    const Index c = g.at(i, j, k);
    if (label[c] >= 0) label[c] = root_of(label, c);
}

// Lower the root of the higher of two trees to the other root.
__device__ void unite(int* label, Index here, Index there) {
    if (label[here] < 0 || label[there] < 0) return;
    int a = here, b = there;
    while (true) {
        a = root_of(label, a);
        b = root_of(label, b);
        if (a == b) return;
        const int high = max(a, b), low = min(a, b);
        const int old = atomicMin(&label[high], low);
        if (old == high) return;
        a = old;
        b = low;
    }
}

// Joins along the axes 0 and 1, and around the box along the axes of the bits of `wraps`.
__global__ void unite_neighbours(int* label, int wraps, int n0, int n1, int n2) {
    const Grid g{n0, n1, n2};
    PLACE(g)
    const Neighbours n(g, i, j, k);
    if (i < n0 - 1) unite(label, n.here, n.behind[0]);
    if (j < n1 - 1 || (wraps & 2)) unite(label, n.here, n.behind[1]);
    if (k == n2 - 1 && (wraps & 4)) unite(label, n.here, n.behind[2]);
}

__global__ void mark_ends(const int* label, unsigned char* seen, int bit, int n0, int n1, int n2) {
    const Grid g{n0, n1, n2};
    PLACE(g)
    if (i > 0) return;
    const Index c = g.at(bit == 1 ? 0 : n0 - 1, j, k);
    if (label[c] >= 0) seen[label[c]] |= bit;  // all threads write the same value
}

// What is not joined to both ends becomes phase `cut_off`.
__global__ void cut_dead_ends(const int* label, const unsigned char* seen, int cut_off,
                              unsigned char* phase, int n0, int n1, int n2) {
    const Grid g{n0, n1, n2};
    PLACE(g)
    const Index c = g.at(i, j, k);
    if (label[c] < 0 || seen[label[c]] != 3) phase[c] = cut_off;
}

// ---- multigrid, in single precision ----

// Half a Gauss-Seidel sweep: solve each voxel of one colour for itself. `fresh`: x counts as 0.
__global__ void relax(const float* f0, const float* f1, const float* f2, const float* ends,
                      const float* b, float* x, int odd, int colour, int fresh, int n0, int n1,
                      int n2) {
    const Grid g{n0, n1, n2};
    PLACE(g)
    const Index c = g.at(i, j, k);
    const bool chosen = colour_of(g, odd, i, j, k) == colour;
    if (!fresh && !chosen) return;
    if (fresh) {
        float diagonal = 0;
        if (chosen) {
            const Neighbours n(g, i, j, k);
            diagonal = end_of(ends, g, i, j, k) + f0[c] + f1[c] + f2[c] + f0[n.before[0]] +
                       f1[n.before[1]] + f2[n.before[2]];
        }
        x[c] = diagonal > 0 ? b[c] / diagonal : 0;
        return;
    }
    const Around<float> a(f0, f1, f2, ends, x, g, i, j, k);
    if (a.diagonal > 0) x[c] += (b[c] - a.leaving) / a.diagonal;
}

// Residual of each block of 2 x 2 x 2; voxels of the colour that was relaxed last have none.
__global__ void restrict_residual(const float* f0, const float* f1, const float* f2,
                                  const float* ends, const float* b, const float* x, float* coarse,
                                  int odd, int last, int n0, int n1, int n2) {
    const Grid g{n0, n1, n2}, half{(n0 + 1) / 2, (n1 + 1) / 2, (n2 + 1) / 2};
    PLACE(half)
    float total = 0;
    for (int corner = 0; corner < 8; corner++) {
        const int u = 2 * i + corner / 4, v = 2 * j + corner / 2 % 2, w = 2 * k + corner % 2;
        if (!g.holds(u, v, w) || colour_of(g, odd, u, v, w) == last) continue;
        total += b[g.at(u, v, w)] - Around<float>(f0, f1, f2, ends, x, g, u, v, w).leaving;
    }
    coarse[half.at(i, j, k)] = total;
}

// Add the correction of its block to every voxel, but those of the colour that is relaxed next.
__global__ void prolong_add(const float* coarse, float* x, int odd, int next, int n0, int n1,
                            int n2) {
    const Grid g{n0, n1, n2}, half{(n0 + 1) / 2, (n1 + 1) / 2, (n2 + 1) / 2};
    PLACE(g)
    if (colour_of(g, odd, i, j, k) != next)
        x[g.at(i, j, k)] += coarse[half.at(i / 2, j / 2, k / 2)];
}

__device__ float strongest(const float* f0, const float* f1, const float* f2, const Neighbours& n) {
    return fmaxf(fmaxf(fmaxf(f0[n.here], f1[n.here]), fmaxf(f2[n.here], f0[n.before[0]])),
                 fmaxf(f1[n.before[1]], f2[n.before[2]]));
}

// Conductances between blocks: strong faces count half, for blocks lie twice as far apart.
__global__ void coarsen_faces(const float* f0, const float* f1, const float* f2, float* c0,
                              float* c1, float* c2, int n0, int n1, int n2) {
    const Grid g{n0, n1, n2}, half{(n0 + 1) / 2, (n1 + 1) / 2, (n2 + 1) / 2};
    PLACE(half)
    const int sides[3] = {n0, n1, n2}, block[3] = {i, j, k};
    const float* fine[3] = {f0, f1, f2};
    float* coarse[3] = {c0, c1, c2};
    for (int axis = 0; axis < 3; axis++) {
        float total = 0;
        for (int corner = 0; corner < 4 && sides[axis] > 2; corner++) {
            int at[3];
            at[axis] = min(2 * block[axis] + 1, sides[axis] - 1);
            at[(axis + 1) % 3] = 2 * block[(axis + 1) % 3] + corner / 2;
            at[(axis + 2) % 3] = 2 * block[(axis + 2) % 3] + corner % 2;
            if (!g.holds(at[0], at[1], at[2])) continue;
            const Neighbours here(g, at[0], at[1], at[2]);
            const float value = fine[axis][here.here];
            if (value == 0) continue;
            at[axis] = (at[axis] + 1) % sides[axis];
            const Neighbours there(g, at[0], at[1], at[2]);
            const bool strong = value >= STRONG * strongest(f0, f1, f2, here) ||
                                value >= STRONG * strongest(f0, f1, f2, there);
            total += strong ? 0.5f * value : value;
        }
        coarse[axis][half.at(i, j, k)] = total;
    }
}

__global__ void coarsen_ends(const float* ends, float* coarse, int n1, int n2) {
    const Grid g{2, n1, n2}, half{2, (n1 + 1) / 2, (n2 + 1) / 2};
    PLACE(half)
    float total = 0;
    for (int corner = 0; corner < 4; corner++) {
        const int v = 2 * j + corner / 2, w = 2 * k + corner % 2;
        if (g.holds(i, v, w)) total += 0.5f * ends[g.at(i, v, w)];
    }
    coarse[half.at(i, j, k)] = total;
}

__global__ void multiply_dense(const float* inverse, const float* b, float* x, int n) {
    const int row = blockIdx.x * blockDim.x + threadIdx.x;
    if (row >= n) return;
    float total = 0;
    for (int m = 0; m < n; m++) total += inverse[(Index)m * n + row] * b[m];  // symmetric
    x[row] = total;
}

// ---- the two steps of conjugate gradients around a coarse cycle ----

// First: left = b - alpha v with alpha = first[1] / first[0].
__global__ void leave(const float* b, const float* v, const double* first, float* left, Index n) {
    const Index c = (Index)blockIdx.x * blockDim.x + threadIdx.x;
    if (c >= n) return;
    const float alpha = first[0] > 0 ? first[1] / first[0] : 0;
    left[c] = b[c] - alpha * v[c];
}

// Second: the best combination of the two search directions c and d, written over c.
// first: c.Ac, c.b; second: d.Ad, d.Ac, d.left.
__global__ void combine(float* c, const float* d, const double* first, const double* second,
                        Index n) {
    const Index at = (Index)blockIdx.x * blockDim.x + threadIdx.x;
    if (at >= n || first[0] <= 0) return;
    const double alpha = first[1] / first[0], rho = second[0] - second[1] * second[1] / first[0];
    const double step = rho > 0 ? second[2] / rho : 0;
    c[at] = (alpha - second[1] * step / first[0]) * c[at] + step * d[at];
}

// ---- conjugate gradients, in double precision ----

__global__ void source(const float* f0, const float* ends, double* r, float* b, int n0, int n1,
                       int n2) {
    const Grid g{n0, n1, n2};
    PLACE(g)
    const Neighbours n(g, i, j, k);
    double value = (double)f0[n.before[0]] - f0[n.here];
    if (i == 0) value += 0.5 * ends[g.at(0, j, k)];
    if (i == n0 - 1) value -= 0.5 * ends[g.at(1, j, k)];
    r[n.here] = value;
    b[n.here] = value;
}

// Sums of z.r and z.q over the voxels of each block.
__global__ void dots(const float* z, const double* r, const double* q, double* partial, Index n) {
    double zr = 0, zq = 0;
    const Index step = (Index)gridDim.x * blockDim.x;
    for (Index c = (Index)blockIdx.x * blockDim.x + threadIdx.x; c < n; c += step) {
        zr += z[c] * r[c];
        zq += z[c] * q[c];
    }
    const double first = block_sum(zr), second = block_sum(zq);
    if (threadIdx.x) return;
    partial[blockIdx.x] = first;
    partial[gridDim.x + blockIdx.x] = second;
}

// p = z + beta p with beta = -zq / curvature.
__global__ void turn(const float* z, const double* scalars, const double* curvature, double* p,
                     Index n) {
    const double beta = -scalars[1] / curvature[0];
    const Index step = (Index)gridDim.x * blockDim.x;
    for (Index c = (Index)blockIdx.x * blockDim.x + threadIdx.x; c < n; c += step)
        p[c] = z[c] + beta * p[c];
}

// x += alpha p, r -= alpha q with alpha = zr / curvature; b is r in single precision.
__global__ void advance(const double* scalars, const double* curvature, const double* p,
                        const double* q, double* x, double* r, float* b, double* partial, Index n) {
    const double alpha = scalars[0] / curvature[0];
    double rr = 0;
    const Index step = (Index)gridDim.x * blockDim.x;
    for (Index c = (Index)blockIdx.x * blockDim.x + threadIdx.x; c < n; c += step) {
        x[c] += alpha * p[c];
        const double left = r[c] - alpha * q[c];
        r[c] = left;
        b[c] = left;
        rr += left * left;
    }
    const double total = block_sum(rr);
    if (!threadIdx.x) partial[blockIdx.x] = total;
}

// Add up each row of partial (rows, count); one block per row.
__global__ void finish(const double* partial, int count, double* out) {
    double total = 0;
    for (int c = threadIdx.x; c < count; c += THREADS)
        total += partial[(Index)blockIdx.x * count + c];
    total = block_sum(total);
    if (!threadIdx.x) out[blockIdx.x] = total;
}

// ---- what comes out ----

// Flux from each plane to the next for a potential that falls by one per plane, plus x.
__global__ void fluxes(const float* f0, const double* x, double* out, int n0, int n1, int n2) {
    const Grid g{n0, n1, n2};
    const int i = blockIdx.x;
    const Index here = i * g.plane(), above = (i + 1) % n0 * g.plane();
    double total = 0;
    for (Index c = threadIdx.x; c < g.plane(); c += THREADS)
        total += f0[here + c] * (1.0 + x[here + c] - x[above + c]);
    total = block_sum(total);
    if (!threadIdx.x) out[i] = total;
}

__global__ void end_fluxes(const float* ends, const double* x, double* out, int n0, int n1,
                           int n2) {
    const Grid g{n0, n1, n2};
    const Index last = (n0 - 1) * g.plane();
    const bool first = blockIdx.x == 0;
    double total = 0;
    for (Index c = threadIdx.x; c < g.plane(); c += THREADS)
        total += first ? ends[c] * (0.5 - x[c]) : ends[g.plane() + c] * (0.5 + x[last + c]);
    total = block_sum(total);
    if (!threadIdx.x) out[blockIdx.x] = total;
}

// Per plane: currents across the three axes, power in each phase, power at interfaces.
__global__ void sums(const float* f0, const float* f1, const float* f2, const float* ends,
                     const double* x, const unsigned char* phase, const double* half, int phases,
                     double* out, int n0, int n1, int n2) {
    const Grid g{n0, n1, n2};
    const float* faces[3] = {f0, f1, f2};
    const int i = blockIdx.x;
    double s[16] = {0};
    for (Index c = threadIdx.x; c < g.plane(); c += THREADS) {
        const int j = c / n2, k = c % n2;
        const Neighbours n(g, i, j, k);
        const int here = phase[n.here];
        const double v = x[n.here];
        for (int axis = 0; axis < 3; axis++) {
            const double value = faces[axis][n.here];
            if (value == 0) continue;
            const double current = value * ((axis == 0) + v - x[n.behind[axis]]);
            const int there = phase[n.behind[axis]];
            const double squared = current * current;
            s[axis] += current;
            const double first = half[axis * phases + here], second = half[axis * phases + there];
            s[3 + here] += squared * first;
            s[3 + there] += squared * second;
            s[3 + phases] += squared * fmax(1 / value - first - second, 0.0);
        }
        if (i == 0) s[3 + here] += ends[g.at(0, j, k)] * (0.5 - v) * (0.5 - v);
        if (i == n0 - 1) s[3 + here] += ends[g.at(1, j, k)] * (0.5 + v) * (0.5 + v);
    }
    for (int m = 0; m < 4 + phases; m++) {
        const double total = block_sum(s[m]);
        if (!threadIdx.x) out[(Index)i * (4 + phases) + m] = total;
    }
}

}  // extern "C"

// y = A x, and sums of x.Ax, x.u and x.w over the voxels of each block of 8 x 32 x `PLANES`.
constexpr int PLANES = 16;

template <typename T, bool STORE>
__global__ void apply(const float* f0, const float* f1, const float* f2, const float* ends,
                      const T* x, T* y, const T* u, const T* w, double* partial, int n0, int n1,
                      int n2) {
    const Grid g{n0, n1, n2};
    const int k = blockIdx.x * blockDim.x + threadIdx.x;
    const int j = blockIdx.y * blockDim.y + threadIdx.y;
    double sums[3] = {0, 0, 0};
    for (int i = blockIdx.z * PLANES; i < (blockIdx.z + 1) * PLANES; i++) {
        if (!g.holds(i, j, k)) continue;
        const Index c = g.at(i, j, k);
        const double leaving = Around<T>(f0, f1, f2, ends, x, g, i, j, k).leaving, v = x[c];
        if (STORE) y[c] = leaving;
        sums[0] += v * leaving;
        sums[1] += v * u[c];
        if (!STORE) sums[2] += v * w[c];
    }
    const int block = (blockIdx.z * gridDim.y + blockIdx.y) * gridDim.x + blockIdx.x;
    const int blocks = gridDim.x * gridDim.y * gridDim.z;
    for (int m = 0; m < 3; m++) {
        const double total = block_sum(sums[m]);
        if (!threadIdx.x && !threadIdx.y) partial[(Index)m * blocks + block] = total;
    }
}
