"""Training steps of an SSD network in PyTorch eager, as the rival of the bench on a machine with CUDA.

The first line of stdin is the task as JSON: {"spec": ModelSpec, "perCell": anchors a cell by tap, "classes": C,
"batch": B, "momentum": m, "weightDecay": d, "tf32": bool}. Each further line is a number of steps to
run on end; the answer is the line of JSON {"ms": milliseconds a step}, with the queue empty before and after. The first
answer, before any step, is {"name": "PyTorch version, device"}.
"""

import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

NEGATIVE_RATIO = 3


class Network(nn.Module):
    """The trunk, taps and predictors of a ModelSpec (src/model/spec.ts), in PyTorch's own order of axes."""

    def __init__(self, spec, per_cell, classes):
        super().__init__()
        self.trunk = nn.ModuleList()
        self.taps = {tap["after"]: i for i, tap in enumerate(spec["taps"])}
        self.names = []
        channels, widths = 3, {}
        for item in spec["trunk"]:
            if item["kind"] == "max-pool":
                layer = nn.MaxPool2d(item["size"], item["stride"], item["pad"], ceil_mode=item["ceil"])
            else:
                relu = item["activation"] == "relu"
                place = (item["size"], item["stride"], item["pad"], item["dilation"])
                parts = [nn.Conv2d(channels, item["channels"], *place, bias=relu)]
                channels = item["channels"]
                parts += [nn.ReLU(inplace=True)] if relu else [nn.BatchNorm2d(channels), nn.ReLU(inplace=True)]
                layer = nn.Sequential(*parts)
            self.trunk.append(layer)
            self.names.append(item["name"])
            widths[item["name"]] = channels
        taps = spec["taps"]
        self.scales = nn.ParameterList(
            nn.Parameter(torch.full((widths[tap["after"]],), float(tap["l2NormScale"]))) if "l2NormScale" in tap else None
            for tap in taps
        )
        self.columns = classes + 1
        sizes = [(widths[tap["after"]], count) for tap, count in zip(taps, per_cell)]
        self.classes = nn.ModuleList(nn.Conv2d(width, count * self.columns, 3, padding=1) for width, count in sizes)
        self.boxes = nn.ModuleList(nn.Conv2d(width, count * 4, 3, padding=1) for width, count in sizes)

    def forward(self, x):
        logits, offsets = [], []
        for name, layer in zip(self.names, self.trunk):
            x = layer(x)
            if name not in self.taps:
                continue
            i = self.taps[name]
            scale = self.scales[i]
            tap = x if scale is None else F.normalize(x, dim=1) * scale[None, :, None, None]
            for parts, predictor, columns in ((logits, self.classes, self.columns), (offsets, self.boxes, 4)):
                parts.append(predictor[i](tap).permute(0, 2, 3, 1).reshape(len(x), -1, columns))
        return torch.cat(logits, 1), torch.cat(offsets, 1)


def multibox_loss(logits, offsets, classes, boxes):
    """Cross-entropy of positives and the hardest negatives plus smooth L1 of positives, over the batch's positives."""
    positive = classes > 0
    entropy = F.cross_entropy(logits.flatten(0, 1), classes.flatten(), reduction="none").view_as(classes)
    with torch.no_grad():
        hardness = entropy.masked_fill(positive, -1)
        rank = hardness.argsort(1, descending=True).argsort(1)
        chosen = positive | (rank < NEGATIVE_RATIO * positive.sum(1, keepdim=True))
    localization = F.smooth_l1_loss(offsets[positive], boxes[positive], reduction="sum")
    return ((entropy * chosen).sum() + localization) / positive.sum().clamp(min=1)


def main():
    task = json.loads(sys.stdin.readline())
    torch.backends.cuda.matmul.allow_tf32 = task["tf32"]
    torch.backends.cudnn.allow_tf32 = task["tf32"]
    # The sizes never change: let cuDNN choose its fastest algorithm by trial.
    torch.backends.cudnn.benchmark = True
    torch.manual_seed(1)
    device = torch.device("cuda")
    network = Network(task["spec"], task["perCell"], task["classes"]).to(device)
    size, batch = task["spec"]["anchors"]["inputSize"], task["batch"]
    images = torch.randn(batch, 3, size, size, device=device)
    with torch.no_grad():
        anchors = network(images)[0].shape[1]
    classes = torch.zeros(batch, anchors, dtype=torch.long, device=device)
    classes[:, ::300] = 1
    boxes = torch.randn(batch, anchors, 4, device=device)
    # Random filters of this size blow the loss up at the full rate; a step takes as long at any.
    optimizer = torch.optim.SGD(network.parameters(), lr=1e-9, momentum=task["momentum"], weight_decay=task["weightDecay"])

    def step():
        loss = multibox_loss(*network(images), classes, boxes)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    print(json.dumps({"name": f"PyTorch {torch.__version__} eager, {torch.cuda.get_device_name()}"}), flush=True)
    for line in sys.stdin:
        count = int(line)
        torch.cuda.synchronize()
        began = time.perf_counter()
        for _ in range(count):
            step()
        torch.cuda.synchronize()
        print(json.dumps({"ms": 1000 * (time.perf_counter() - began) / count}), flush=True)


main()
