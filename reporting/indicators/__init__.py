"""The indicators of the fund, one declaration each."""
