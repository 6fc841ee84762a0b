"""The words that `recognise` goes by: our own knowledge of how Indonesian and English newsrooms attribute."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip() for name in text.split("|"))


WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("senin monday", "selasa tuesday", "rabu wednesday", "kamis thursday", "jumat jum'at friday",
         "sabtu saturday", "minggu ahad sunday")
    )
    for name in names.split()
}  # fmt: skip
MONTHS = {
    name: number
    for number, names in enumerate(
        ("januari january jan", "februari february feb", "maret march mar", "april apr", "mei may", "juni june jun",
         "juli july jul", "agustus august agu aug", "september sept sep", "oktober october okt oct", "november nov",
         "desember december des dec"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

# What stands before a name and says that the name is an outlet's or a site's.
MEDIUM = (
    r"(?:(?:laman|situs(?:\s+web)?|website|web|media|kantor\s+berita|harian|surat\s+kabar|koran|majalah|portal"
    r"|stasiun\s+(?:televisi|radio)|tabloid|jurnal|the\s+(?:newspaper|news\s+agency|website|broadcaster|magazine))"
    r"(?:\s+(?:berita|resmi|online|daring|internet|massa|lokal|asing|olahraga|milik|nasional|setempat))*\s+)"
)

# What was taken from there, named between the verb and the outlet: "melansir laporan dari BBC".
TAKEN = r"(?:(?:data|laporan|pemberitaan|berita|siaran|tayangan\s+berita)\s+(?:dari\s+)?)"

# Verbs after which a name is almost always a medium, and verbs after which it may as well be a person.
STRONG_VERBS = (
    r"(?:di(?:kutip|lansir|nukil|sadur|rangkum|himpun|sarikan|wartakan)\s+(?:dari|melalui|lewat)"
    r"|me(?:lansir|ngutip|nukil|nyadur|rangkum)\s+dari"
    r"|dilansir(?:kan)?(?:\s+oleh)?|melansir|diwartakan(?:\s+oleh)?)"
)
WEAK_VERBS = (
    r"(?:dikutip(?:\s+oleh)?|mengutip|menukil|diberitakan(?:\s+oleh)?|dilaporkan\s+oleh|dihimpun(?:\s+oleh)?"
    r"|(?:menurut|berdasarkan|mengutip|melansir)\s+(?:laporan|pemberitaan|berita)(?:\s+dari)?"
    r"|according\s+to(?:\s+a\s+report\s+(?:in|by|from))?|(?:as\s+)?(?:first\s+)?(?:reported|quoted|cited)\s+by"
    r"|citing(?:\s+a\s+report\s+(?:in|by|from))?)"
)

# A name that begins with one of these is a person, a document, a platform or a place in a sentence, not an outlet.
NOT_OUTLETS = _words(
    "presiden wakil menteri gubernur bupati walikota wali ketua kepala direktur juru sekretaris jenderal jaksa hakim "
    "hague netherlands polisi kapolri kapolda kapolres kapolsek panglima kompol akbp kombes brigjen irjen komjen "
    "prof profesor dr dokter pp perpres permen permenkes inpres keppres perda surah surat "
    "ustaz ustad kiai kyai habib pendeta romo chef pelatih pengamat pakar ahli peneliti anggota bapak ibu pak bu mbak "
    "mas bang gus raja ratu pangeran sultan paus nabi sir mr mrs ms president minister senator governor mayor judge "
    "professor pidato keterangan siaran akun unggahan buku surat video wawancara rilis rekaman tayangan pernyataan "
    "dokumen naskah data hasil artikel catatan undang-undang uu peraturan pasal alquran al-quran instagram twitter "
    "youtube facebook tiktok whatsapp ig kanal channel dia ia mereka kami kita saya ini itu tim pihak badan he she "
    "his her they it this that i we you pt"
)

# Of these, the ones that own a site: "dikutip dari laman Badan …".
OWNERS_OF_SITES = _words("badan tim polisi sekretariat")

# Words at which a name ends although the next word has a capital letter.
NAME_ENDS = NOT_OUTLETS | WEEKDAYS.keys() | MONTHS.keys() | _words("wib wita wit utc gmt pukul")

COUNTRIES = _words(
    "indonesia malaysia singapura thailand vietnam filipina jepang china tiongkok korea india pakistan australia "
    "inggris perancis prancis jerman italia spanyol belanda belgia portugal rusia ukraina turki iran irak israel "
    "palestina mesir qatar amerika as brasil argentina kanada meksiko arab skotlandia swiss austria polandia"
)

KNOWN_OUTLETS = _names(
    "reuters|afp|agence france-presse|ap|associated press|the associated press|antara|antara news|xinhua|kyodo|"
    "kyodo news|yonhap|yonhap news|bernama|tass|ria novosti|interfax|dpa|efe|ansa|anadolu|anadolu agency|pti|upi|"
    "bloomberg|bloomberg news|bbc|bbc news|bbc sport|bbc indonesia|cnn|cnn indonesia|cnn international|cnbc|"
    "cnbc indonesia|nbc|nbc news|abc|abc news|abc indonesia|abc australia|cbs|cbs news|fox news|msnbc|npr|pbs|"
    "al jazeera|al arabiya|sky news|sky sports|sky sport|sky sport italia|itv|channel newsasia|channel news asia|"
    "cna|dw|deutsche welle|dw indonesia|france 24|rfi|voa|voa indonesia|voice of america|nhk|nhk world|rt|sputnik|"
    "euronews|the guardian|guardian|the independent|the times|the sunday times|the telegraph|the daily telegraph|"
    "the sun|the mirror|mirror|daily mirror|daily mail|daily express|express|metro|evening standard|"
    "financial times|the economist|the new york times|new york times|nyt|the washington post|washington post|"
    "the wall street journal|wall street journal|wsj|los angeles times|usa today|politico|axios|vox|time|"
    "newsweek|forbes|fortune|business insider|insider|the insider|the hill|the atlantic|the new yorker|"
    "huffpost|buzzfeed|buzzfeed news|vice|wired|the verge|techcrunch|engadget|gizmodo|gsm arena|gsmarena|"
    "national geographic|nature|science|the lancet|lancet|live science|new scientist|der spiegel|die zeit|bild|"
    "kicker|le monde|le figaro|l'equipe|liberation|el pais|el mundo|marca|as|mundo deportivo|sport|"
    "corriere della sera|corriere dello sport|la repubblica|la stampa|la gazzetta dello sport|"
    "gazzetta dello sport|tuttosport|tuttomercatoweb|goal|espn|talksport|football italia|four four two|"
    "the straits times|straits times|the star|new straits times|malay mail|malaysiakini|bangkok post|the nation|"
    "manila bulletin|rappler|inquirer|philippine daily inquirer|south china morning post|scmp|china daily|"
    "global times|people's daily|the japan times|japan times|asahi shimbun|mainichi shimbun|nikkei|nikkei asia|"
    "the korea herald|korea herald|the korea times|chosun ilbo|the hindu|hindustan times|times of india|"
    "the times of india|indian express|ndtv|dawn|haaretz|the jerusalem post|jerusalem post|the times of israel|"
    "times of israel|arab news|gulf news|khaleej times|the sydney morning herald|sydney morning herald|the age|"
    "the australian|nzherald|new zealand herald|toronto star|the globe and mail|"
    "kompas|kompas.com|kompas tv|kompastv|kompasiana|tempo|tempo.co|koran tempo|majalah tempo|detik|detikcom|"
    "detik.com|liputan6|liputan6.com|merdeka.com|okezone|sindonews|tribun|tribunnews|republika|media indonesia|"
    "suara pembaruan|the jakarta post|jakarta post|jakarta globe|bisnis indonesia|kontan|kumparan|tirto|tirto.id|"
    "jawa pos|jpnn|suara.com|viva|viva.co.id|metro tv|tvone|tvri|rri|inews|idn times|narasi|mojok|katadata|"
    "beritasatu|bolasport|bola|pikiran rakyat|suara merdeka|kedaulatan rakyat|harian jogja|solopos|surya|"
    "variety|billboard|rolling stone|deadline|the hollywood reporter|hollywood reporter|nme|tmz|people|"
    "entertainment weekly|e! news|page six|us weekly|soompi|allkpop|koreaboo|healthline|webmd|"
    "medical news today|verywell health|mayo clinic|warta"
)

# Agencies whose name never goes on: what follows with a capital letter is the sentence.
SHORT_NAMES = _words("reuters afp antara xinhua kyodo bernama tass bloomberg")

MEDIA_WORDS = re.compile(
    r"(?i)\b(?:news|times|post|herald|tribune|daily|press|radio|magazine|journal|gazette|chronicle|observer|weekly|"
    r"standard|review|media|broadcasting|television|pos|harian|koran|majalah|shimbun|express|mail|sport|sports|"
    r"news\s?wire|agency)\b|(?:tv|news|pos|times|sport)$"
)
DOMAIN = re.compile(r"(?i)^[\w-]+(?:\.[\w-]+)*\.(?:com?|id|net|org|info|news|tv|io|co\.[a-z]{2}|[a-z]{2})$")
