"""How the parameters are learned: optimizer, schedule, stop conditions."""

from __future__ import annotations

from typing import Annotated, TypeAlias, get_args

from msgspec import Meta

from playground.engine.architecture import Regularizer
from playground.engine.errors import require_known
from playground.engine.losses import LOSSES
from playground.engine.parts import Count, Name, Named, NonNegative, OpenShare, Part, Positive, Share


class Sgd(Named, frozen=True, tag="sgd"):
    """Plain stochastic gradient descent."""


class Momentum(Named, frozen=True, tag="momentum"):
    """SGD with momentum (Polyak 1964), as in PyTorch: v = momentum v + g, w = w - lr v."""

    momentum: OpenShare = 0.9


class Nesterov(Named, frozen=True, tag="nesterov"):
    """Nesterov momentum (Sutskever et al. 2013), as in PyTorch: w = w - lr (g + momentum v)."""

    momentum: OpenShare = 0.9


class AdaGrad(Named, frozen=True, tag="adagrad"):
    """AdaGrad (Duchi et al. 2011)."""

    epsilon: Positive = 1e-10


class RmsProp(Named, frozen=True, tag="rmsprop"):
    """RMSProp (Tieleman and Hinton 2012)."""

    decay: OpenShare = 0.99
    epsilon: Positive = 1e-8


class Adam(Named, frozen=True, tag="adam"):
    """Adam (Kingma and Ba 2015), with bias correction."""

    beta1: OpenShare = 0.9
    beta2: OpenShare = 0.999
    epsilon: Positive = 1e-8


class AdamW(Named, frozen=True, tag="adamw"):
    """Adam with decoupled weight decay (Loshchilov and Hutter 2019); biases do not decay."""

    beta1: OpenShare = 0.9
    beta2: OpenShare = 0.999
    epsilon: Positive = 1e-8
    weight_decay: NonNegative = 0.01


Optimizer: TypeAlias = Sgd | Momentum | Nesterov | AdaGrad | RmsProp | Adam | AdamW
OPTIMIZER_CHOICES: dict[str, type[Optimizer]] = {
    str(kind.__struct_config__.tag): kind for kind in get_args(Optimizer)
}

WarmUp = Annotated[int, Meta(ge=0, le=1_000_000_000)]


class ConstantSchedule(Named, frozen=True, tag="constant"):
    """The learning rate stays. ``warmup``: epochs of linear rise, factor (epoch + 1) / warmup."""

    warmup: WarmUp = 0


class StepSchedule(Named, frozen=True, tag="step"):
    """Times ``factor`` after every ``every`` epochs."""

    every: Count = 100
    factor: Positive = 0.5
    warmup: WarmUp = 0


class ExponentialSchedule(Named, frozen=True, tag="exponential"):
    """Times ``decay`` after every epoch."""

    decay: Annotated[float, Meta(gt=0.0, le=1.0)] = 0.99
    warmup: WarmUp = 0


class CosineSchedule(Named, frozen=True, tag="cosine"):
    """Half a cosine from the rate to ``minimum`` times the rate over ``epochs``, then stays there."""

    epochs: Count = 1000
    minimum: Share = 0.0
    warmup: WarmUp = 0


Schedule: TypeAlias = ConstantSchedule | StepSchedule | ExponentialSchedule | CosineSchedule
SCHEDULE_CHOICES: dict[str, type[Schedule]] = {
    str(kind.__struct_config__.tag): kind for kind in get_args(Schedule)
}


class Stop(Part, frozen=True):
    """When training ends by itself. None: that condition is off.

    ``patience``: epochs without a better test loss (training loss where no points are held out).
    """

    epochs: Count | None = None
    loss_below: Positive | None = None
    accuracy_above: Share | None = None
    patience: Count | None = None


class Training(Part, frozen=True):
    """How the parameters are learned.

    ``loss`` None becomes the natural one: cross_entropy for classes, squared_error for values.
    ``clip_norm`` bounds the gradient's global norm; ``max_norm`` the norm of each unit's incoming
    weights after an update.
    """

    loss: Name | None = None
    optimizer: Optimizer = Sgd()
    learning_rate: NonNegative = 0.03
    batch_size: Annotated[int, Meta(ge=1, le=200_000)] = 10
    shuffle: bool = True
    regularizer: Regularizer = Regularizer()
    schedule: Schedule = ConstantSchedule()
    clip_norm: Positive | None = None
    max_norm: Positive | None = None
    stop: Stop = Stop()

    def __post_init__(self) -> None:
        if self.loss is not None:
            require_known("loss", self.loss, LOSSES)
