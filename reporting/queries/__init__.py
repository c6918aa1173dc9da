"""Reads: figures, people behind them, explanations – each from one statement over the facts."""
