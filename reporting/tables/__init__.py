"""What pages of figures show: lines, links and sentences made from what was counted."""
