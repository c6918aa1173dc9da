"""What languages and countries are called in themselves, as CLDR has it, without loading a catalogue of each.

A catalogue of CLDR takes a megabyte of a process for as long as it lives, and there are a hundred of them.
``tests/beneficiaries/rules/test_own_names.py`` compares with the catalogues, and says what has changed in them.
"""

LANGUAGES = {
    "pl": "polski", "uk": "українська", "be": "беларуская", "ru": "русский", "en": "English", "ar": "العربية",
    "az": "azərbaycan", "bg": "български", "bn": "বাংলা", "ckb": "کوردیی ناوەندی", "cs": "čeština", "de": "Deutsch",
    "es": "español", "fa": "فارسی", "fr": "français", "hi": "हिन्दी", "hy": "հայերեն", "id": "Indonesia",
    "it": "italiano", "ja": "日本語", "ka": "ქართული", "kk": "қазақ тілі", "ko": "한국어", "ky": "кыргызча",
    "lt": "lietuvių", "lv": "latviešu", "mn": "монгол", "ne": "नेपाली", "pa": "ਪੰਜਾਬੀ", "ps": "پښتو",
    "pt": "português", "ro": "română", "so": "Soomaali", "sq": "shqip", "sr": "српски", "sv": "svenska",
    "sw": "Kiswahili", "ta": "தமிழ்", "tg": "тоҷикӣ", "ti": "ትግርኛ", "tk": "türkmen dili", "tl": "Tagalog",
    "tr": "Türkçe", "ur": "اردو", "uz": "o‘zbek", "vi": "Tiếng Việt", "yo": "Èdè Yorùbá", "zh": "中文",
}  # fmt: skip
"""Languages that are suggested, by code."""

COUNTRIES = {
    "AE": "الإمارات العربية المتحدة", "AF": "افغانستان|Owganystan", "AL": "Shqipëri", "AM": "Հայաստան",
    "AT": "Österreich|Austrija|Avstrija|Ausztria", "AX": "Åland", "AZ": "Azərbaycan|Азәрбајҹан",
    "BA": "Bosna i Hercegovina|Босна и Херцеговина", "BD": "বাংলাদেশ", "BE": "België|Belgique|Belgien",
    "BG": "България", "BH": "البحرين", "BI": "Uburundi", "BN": "بروني", "BQ": "Caribisch Nederland",
    "BR": "Brasil|Brazile", "BT": "འབྲུག", "CA": "ᑲᓇᑕᒥ",
    "CD": "Jamhuri ya Kidemokrasia ya Kongo|Republíki ya Kongó Demokratíki",
    "CF": "Ködörösêse tî Bêafrîka|République centrafricaine", "CH": "Schweiz|Schwiiz|Suisse|Svizzera|Svizra",
    "CM": "Cameroun", "CN": "中国|جۇڭگو|Cunghgoz|རྒྱ་ནག|중국", "CV": "Cabo Verde", "CW": "Kòrsou", "CY": "Κύπρος|Kıbrıs",
    "CZ": "Česko", "DE": "Deutschland|Tjiisklun", "DJ": "جيبوتي", "DK": "Danmark|Dänemark|Danmarki",
    "DO": "República Dominicana", "DZ": "الجزائر|Algérie", "EA": "Ceuta y Melilla", "EE": "Eesti", "EG": "مصر",
    "EH": "الصحراء الغربية", "ER": "ኤርትራ|إريتريا", "ES": "España|Espanya|Espainia|Espanha", "ET": "ኢትዮጵያ",
    "FI": "Suomi|Lääʹddjânnam", "FO": "Føroyar", "GB": "Y Deyrnas Unedig|an Ríocht Aontaithe|An Rìoghachd Aonaichte",
    "GE": "საქართველო|Қырҭтәыла|Гуырдзыстон", "GF": "Guyane française", "GH": "Gaana|Ghana nutome",
    "GL": "Kalaallit Nunaat", "GN": "Guinée", "GQ": "Guinea Ecuatorial|Guinée équatoriale|Guiné Equatorial",
    "GR": "Ελλάδα", "GW": "Guiné-Bissau", "HK": "中國香港特別行政區", "HR": "Hrvatska|Croazia|Croasia",
    "HU": "Magyarország", "IC": "Canarias", "IE": "Éire", "IL": "ישראל|إسرائيل", "IM": "Ellan Vannin",
    "IN": "भारत|ভারত|భారతదేశం|இந்தியா|بھارت|ભારત|ಭಾರತ|ഇന്ത്യ|ଭାରତ|ਭਾਰਤ|ভাৰত|ᱤᱱᱰᱤᱭᱟ|ہِندوستان|ڀارت",
    "IQ": "العراق|عێراق", "IR": "ایران", "IS": "Ísland", "IT": "Italia|Italie", "JO": "الأردن", "JP": "日本",
    "KH": "កម្ពុជា", "KM": "جزر القمر|Comores", "KP": "북한", "KR": "대한민국", "KW": "الكويت", "KZ": "Қазақстан",
    "LA": "ລາວ", "LB": "لبنان", "LI": "Liächteschtäi", "LK": "ශ්‍රී ලංකාව|இலங்கை", "LT": "Lietuva",
    "LU": "Lëtzebuerg|Luxemburg", "LV": "Latvija", "LY": "ليبيا", "MA": "المغرب|Maroc|Meṛṛuk",
    "MD": "Republica Moldova", "ME": "Crna Gora", "MG": "Madagasikara", "MK": "Северна Македонија|Maqedonia e Veriut",
    "MM": "မြန်မာ", "MN": "Монгол", "MO": "中國澳門特別行政區|Macau, RAE da China", "MR": "موريتانيا", "MU": "Maurice",
    "MV": "ދިވެހި ރާއްޖެ", "MZ": "Moçambique", "NC": "Nouvelle-Calédonie", "NG": "Nàìjíríà",
    "NL": "Nederland|Nederlân", "NO": "Norge|Noreg|Norga", "NP": "नेपाल", "NZ": "Aotearoa", "OM": "عُمان",
    "PF": "Polynésie française", "PG": "Papua Niugini", "PH": "Pilipinas", "PK": "پاکستان", "PL": "Polen|Lenkija",
    "PM": "Saint-Pierre-et-Miquelon", "PS": "الأراضي الفلسطينية", "PY": "Paraguai", "QA": "قطر", "RE": "La Réunion",
    "RS": "Србија|Srbija|Szerbia|Srbsko", "RU": "Росси|Арассыыйа|Рузонь мастор|Русија", "RW": "U Rwanda",
    "SA": "المملكة العربية السعودية", "SD": "السودان", "SE": "Sverige|Ruotsi", "SG": "新加坡|Singapura|சிங்கப்பூர்",
    "SI": "Slovenija|Zlovenia", "SJ": "Svalbard og Jan Mayen", "SK": "Slovensko", "SN": "Senegaal",
    "SO": "Soomaaliya|الصومال", "ST": "São Tomé e Príncipe", "SY": "سوريا", "TD": "تشاد|Tchad", "TH": "ไทย",
    "TJ": "Тоҷикистон", "TN": "تونس|Tunisie", "TW": "台灣", "US": "Estados Unidos|ʻAmelika Hui Pū ʻIa",
    "UZ": "Oʻzbekiston|Ўзбекистон", "VA": "Città del Vaticano", "WF": "Wallis-et-Futuna", "XK": "Kosovë",
    "YE": "اليمن", "ZA": "iNingizimu Afrika|EMzantsi Afrika|Suid-Afrika|Afrika Borwa|Aforika Borwa",
}  # fmt: skip
"""Names that the product's five languages do not know, divided by a stroke; none that means two."""
