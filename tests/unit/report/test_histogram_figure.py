"""The histogram of grey values with its thresholds."""

from itertools import combinations

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from ceralyte.report.image import _histogram_figure
from ceralyte.structure import GreyHistogram


@pytest.mark.parametrize("thresholds", [(74.5, 104.5, 145.5), (100.0, 102.0, 104.0), (3.0, 250.0)])
def test_no_words_lie_on_each_other(thresholds):
    edges = np.arange(257.0)
    counts = np.full(256, 1000)
    figure = _histogram_figure(GreyHistogram(edges, counts, thresholds, "test"))
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    axes = figure.axes[0]
    words = [*axes.texts, *axes.get_xticklabels(), axes.xaxis.label]
    boxes = [w.get_window_extent(canvas.get_renderer()) for w in words if w.get_text()]
    assert len(boxes) > 5
    for one, other in combinations(boxes, 2):
        assert not one.overlaps(other)
    bars = axes.transData.transform((0, counts.max()))[1]
    cuts = [box for w, box in zip(words, boxes, strict=False) if w in axes.texts[: len(thresholds)]]
    assert min(box.y0 for box in cuts) > bars
