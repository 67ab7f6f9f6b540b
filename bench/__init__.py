"""Speed and scale: the same work, side by side with what users would pick instead, in one run."""
