"""Ukrainian: 2 вересня 2026 року, 02.09.2026, 9:30, 1 026, 1,5 (glossary 2.5)."""

DATE_FORMAT = r"j E Y \р\о\к\у"
TIME_FORMAT = "G:i"
DATETIME_FORMAT = r"j E Y \р\о\к\у, G:i"
YEAR_MONTH_FORMAT = r"F Y \р\о\к\у"
MONTH_DAY_FORMAT = "j E"
SHORT_DATE_FORMAT = "d.m.Y"
SHORT_DATETIME_FORMAT = "d.m.Y, G:i"
FIRST_DAY_OF_WEEK = 1

DATE_INPUT_FORMATS = [
    "%Y-%m-%d",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%d-%m-%Y",
]
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S", "%H.%M"]
DATETIME_INPUT_FORMATS = [
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%d.%m.%Y %H:%M",
]

DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\N{NO-BREAK SPACE}"
NUMBER_GROUPING = 3
