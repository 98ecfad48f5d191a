"""What a tool that compiles or prints materials needs to know."""

from django.dispatch import Signal

# A material can no longer be shown as before: consent withdrawn, reserved, deleted. Sent with `materiau`
# in the transaction that withdraws it, so that what was printed with it goes at the same moment.
retire = Signal()
