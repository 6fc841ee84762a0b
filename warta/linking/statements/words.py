"""The words that attributions are made of, by language. Lists of our own; a word more is one entry here."""

from __future__ import annotations

from dataclasses import dataclass


def words_of(words: str) -> frozenset[str]:
    """The words of a list as a set."""
    return frozenset(words.split())


@dataclass(frozen=True)
class Grammar:
    """How a language attributes words to people.

    `after_quote`: verbs that follow a quotation ("…," kata). `before`: verbs between speaker and statement. `strong`:
    those of them that need neither comma nor conjunction. `owned`: endings that make a verb mean "he or she said".
    """

    after_quote: frozenset[str]
    before: frozenset[str]
    strong: frozenset[str]
    conjunctions: frozenset[str]
    according: tuple[tuple[str, ...], ...]
    pronouns: frozenset[str]
    demonstratives: frozenset[str]
    adverbs: frozenset[str]
    negations: frozenset[str]
    links: frozenset[str]
    openers: frozenset[str]
    mimicry: frozenset[str]
    owned: str = ""


INDONESIAN = Grammar(
    after_quote=words_of(
        """
        kata ujar ucap tutur ungkap jelas tambah imbuh terang sambung papar sebut lanjut pungkas tegas tulis
        tandas tukas jawab cetus seru timpal beber urai cerita keluh kenang harap klaim kisah kilah dalih pinta
        ajak puji kritik sindir canda tutup simpul ulas tekan sesal nilai tanya imbau pesan kecam sanggah
        protes ingat katanya ujarnya ucapnya tuturnya
        """
    ),
    before=words_of(
        """
        mengatakan menyatakan menyebut menyebutkan menjelaskan menegaskan menambahkan mengungkapkan mengungkap
        menuturkan memaparkan menilai berpendapat berharap mengaku mengakui memastikan mengklaim
        menyampaikan berujar berkata menerangkan mengingatkan memperkirakan menduga menekankan membeberkan
        mengimbau mengusulkan melanjutkan mencontohkan meyakini mengumumkan menyarankan memprediksi menuding
        menuduh berjanji menyimpulkan membenarkan menguraikan berdalih menandaskan menyayangkan mengeluhkan
        menceritakan berargumen beralasan bersikeras memperingatkan menggarisbawahi menulis
        """
    ),
    strong=words_of("mengatakan berpendapat berujar menuturkan"),
    conjunctions=words_of("bahwa bahwasanya"),
    according=(("menurut",),),
    pronouns=words_of("dia ia beliau"),
    demonstratives=words_of("itu ini tersebut"),
    adverbs=words_of(
        """
        juga pun kemudian lalu sebelumnya kembali sempat lantas turut telah pernah sendiri lagi hanya bahkan
        secara
        """
    ),
    negations=words_of("tidak tak belum enggan bukan tanpa jangan akan dapat bisa harus perlu mau ingin"),
    links=words_of(
        """
        di pada dalam saat ketika kepada melalui lewat usai seusai setelah dari sesaat seperti sambil seraya via
        """
    ),
    openers=words_of(
        """
        sementara itu namun adapun lebih lanjut selain lain selanjutnya sebelumnya kemudian lalu akan tetapi
        sedangkan terpisah senada serupa juga di sisi pihak secara tambahnya pula dan tempat sama kesempatan yang
        terkait mengenai hal ini hari meski demikian begitu karena oleh untuk karenanya padahal bahkan apalagi
        sebaliknya tak hanya kini
        """
    ),
    mimicry=words_of("menirukan meniru mengutip membacakan menyitir mengulang menerjemahkan menirukannya"),
    owned="nya",
)

ENGLISH = Grammar(
    after_quote=words_of(
        """
        said says added explained told warned stressed insisted argued wrote recalled noted claimed asked replied
        """
    ),
    before=words_of(
        """
        said says added explained warned stressed insisted argued noted claimed announced acknowledged admitted
        believes believed confirmed declared estimated promised predicted suggested stated emphasised
        emphasized wrote
        """
    ),
    strong=words_of("said says warned insisted argued noted claimed believes believed stressed"),
    conjunctions=words_of("that"),
    according=(("according", "to"),),
    pronouns=words_of("he she"),
    demonstratives=frozenset(),
    adverbs=words_of("also then later again earlier previously further repeatedly"),
    negations=words_of("not never nor would could will may might can must has had have"),
    links=words_of("in at on during after before while when via through from as to by with"),
    openers=words_of("meanwhile however but and also in addition later earlier on separately moreover"),
    mimicry=words_of("quoting citing imitating mimicking"),
)


def grammar_of(language: str) -> Grammar:
    """English for `en`, Indonesian for anything else: the site's own language."""
    return ENGLISH if language.startswith("en") else INDONESIAN


# Heads of an office that is whole by itself: what follows is a name, or one of the words below.
OFFICES = words_of(
    """
    pemeran sineas selebgram youtuber librarian passenger kolektor colonel shopkeeper nurse baker engineer scientist
    historian author writer singer actor teacher presiden wapres wakil perdana pm menteri menlu menkeu mendag menhub
    menkes menag mendagri menhan menko menkominfo mendikbud menaker menkumham menperin mentan menpora mensos
    menparekraf mensesneg seskab kapolri panglima paus kanselir senator hakim jaksa pengacara advokat kasat kasubag
    kasubbag kabid kabag kasi pangdam kadispora kadinkes kadis dirut sekda sekjen ketum waketum jubir mantan eks
    aktor aktris penyanyi musisi sutradara komedian presenter selebritas artis ustaz ustadz habib kiai uskup pendeta
    dokter profesor dosen guru siswa mahasiswa warga pedagang petani nelayan sopir president vice prime minister
    secretary chancellor king queen prince princess pope governor mayor senator judge justice chief deputy spokesman
    spokeswoman spokesperson professor doctor former acting foreign defence defense finance interior health attorney
    general prosecutor ambassador congressman representative councillor analyst economist resident farmer teacher
    """
)
# Heads of an office that belongs to something, whose name may stand between the office and the person.
OFFICES_OF = words_of(
    """
    gubernur wagub bupati wabup walikota wali kapolda kapolres kapolsek kapolresta kapolrestabes dandim danrem
    kajari kajati vokalis gitaris pemain wasit petinju penulis novelis sastrawan budayawan sejarawan arkeolog
    antropolog sosiolog psikolog arsitek insinyur perawat bidan jurnalis wartawan pendaki pemandu pilot nakhoda
    masinis perajin pengusaha ketua kepala direktur juru bicara sekretaris jenderal manajer manager pelatih kapten
    anggota komisaris pimpinan pemimpin pendiri rektor dekan camat lurah kades koordinator peneliti pengamat analis
    ekonom epidemiolog politisi politikus kuasa hukum penasihat staf asisten humas duta besar dubes bendahara
    pembina pengurus juri penggagas pemilik ceo cfo coo cto founder komandan penyidik pakar ahli saksi korban
    aktivis deputi inspektur plt pj penjabat pelaksana tugas harian plh kasatgas satgas direksi editor redaktur
    produser gelandang bek penyerang kiper striker pembalap pebalap petenis pesepak relawan tokoh ibu ayah suami
    istri kakak adik anak kerabat tetangga head director chairman chairwoman chair manager coach captain member
    founder executive officer researcher lawyer commander leader owner co-founder administrator commissioner
    """
)
ROLE_WORDS = words_of(
    """
    luar dalam negeri umum eksekutif utama muda madya besar bidang urusan bagian divisi biro hubungan masyarakat
    publik perdagangan keuangan pertahanan kesehatan agama perhubungan pendidikan kebudayaan sosial hukum ham hak
    asasi manusia komunikasi informatika pertanian perindustrian ketenagakerjaan pariwisata ekonomi kreatif
    lingkungan hidup kehutanan energi sumber daya mineral kelautan perikanan pemuda olahraga olah raga bumn koperasi
    ukm politik keamanan koordinator kemaritiman investasi pekerjaan perumahan rakyat desa tertinggal transmigrasi
    agraria tata ruang riset teknologi republik federasi pemerintah negara daerah provinsi kabupaten kota kecamatan
    kelurahan dusun rt rw pusat wilayah cabang regional nasional internasional kementerian badan komisi dewan
    majelis lembaga dinas kantor polda polres polsek polri kepolisian tni ad al au kejaksaan pengadilan mahkamah
    konstitusi tinggi perwakilan permusyawaratan pertimbangan pemilihan pemilu pengawas penanggulangan bencana
    meteorologi klimatologi geofisika pusdatin satuan tugas penanganan gugus percepatan operasi operasional produksi
    pemasaran penjualan sales marketing corporate communication affairs public relations human capital business
    development bank asosiasi ikatan persatuan perhimpunan federasi serikat himpunan gabungan forum universitas
    institut sekolah akademi fakultas pusat studi kajian penelitian pengembangan partai fraksi yayasan rumah sakit
    rsud puskesmas stasiun bandara pelabuhan perusahaan pt cv tbk persero perum bpr koperasi lalu lintas reserse
    kriminal narkoba intelijen pembinaan mitra media sosial dan & of the for and at foreign affairs defence defense
    finance interior health state ministry department agency office police army navy force council commission
    committee party bank university institute school hospital company group association union national international
    federal regional city provincial district district-level executive operating general senior junior sekretariat
    kabinet istana protokol pers bakal calon pasangan tim kampanye lapangan pengelola proyek jaringan advokasi
    konsumen hukum perkara pidana perdata penyidikan umat islam katolik kristen hindu buddha ulama pekerja buruh
    pengusaha pemuda mahasiswa pelajar wanita perempuan anak lanjut usia tanaman pangan hortikultura peternakan
    perkebunan cuaca gempa tsunami vulkanologi mitigasi geologi perlindungan pemberdayaan penerbangan sipil darat
    laut udara kereta api mutu layanan pelayanan sarana prasarana pengairan irigasi bakamla basarnas oposisi siber
    bedah tunggal kominfo esdm pupr parekraf kepresidenan kawasan permukiman nomor urut union pasar bendungan waduk
    taman wisata museum perpustakaan arsip statistik perencanaan pembangunan pendapatan
    """
)
# Behind these the name of a place or a body follows that no list can know.
NEEDS_NAME = words_of(
    """
    desa kelurahan kecamatan dusun universitas institut yayasan pt cv partai asosiasi ikatan himpunan sekolah
    akademi rsud puskesmas stasiun bandara pelabuhan perusahaan museum pasar bendungan waduk kapolsek polsek camat
    lurah kades taman smkn sman smpn sdn sma smk smp sd man mts forum serikat perhimpunan bank university institute
    school hospital of the for at dan and & hotel paguyuban
    """
)
RANKS = words_of(
    """
    letjen mayjen brigjen letkol kolonel mayor kapten lettu letda komjen irjen kombes akbp kompol akp iptu ipda
    aiptu aipda bripka brigadir briptu bripda laksamana marsekal laksda laksdya marsda serka sertu serda kopral pol
    tni purn purnawirawan gen general lt lieutenant col colonel major admiral sgt sergeant
    """
)
HONORIFICS = words_of(
    """
    pak bu bapak ibu mas mbak bang kang gus tuan nyonya sdr sdri dr dr. prof prof. drs dra ir h h. hj kh drh drg
    ners mr mrs ms sir dame st
    """
)
PARTICLES = words_of("bin binti van von der den de da dos del el al bint ibn la le")
BODIES = words_of(
    """
    kementerian badan komisi dewan majelis lembaga dinas kepolisian kejaksaan mahkamah pengadilan asosiasi ikatan
    persatuan perhimpunan himpunan serikat universitas institut partai yayasan komnas polda polres polsek pt bank
    pemprov pemkab pemkot ministry department agency commission council association university institute company
    pihak kedutaan
    """
)
TIMES = words_of(
    """
    senin selasa rabu kamis jumat sabtu minggu januari februari maret april mei juni juli agustus september oktober
    november desember monday tuesday wednesday thursday friday saturday sunday january february march june july
    august october december
    """
)
# Capitalised at the start of a sentence or in a headline's manner, but nobody's name.
NOBODY = words_of(
    """
    ia dia beliau jalan gang gedung kompleks mereka kami kita saya aku kamu anda hal ini itu tersebut menurut pihak
    pihaknya warga polisi pemerintah korban pelaku tersangka saksi para sejumlah beberapa banyak seorang salah satu
    sumber media laporan data survei penelitian studi hasil rencana informasi kabar namun sementara adapun sedangkan
    kemudian lalu selain lebih meski karena oleh untuk jika bila kalau saat ketika dalam pada dengan dari akun
    warganet netizen masyarakat he she they we it you this that these those the a an police officials residents
    witnesses some many people reports sources experts but and in on at while however another petugas keluarga
    pasien peserta penumpang pengunjung pembeli penjual orang publik tim keduanya ketiganya semua siapa kapan apa
    dokumen surat undang-undang uu pasal aturan kesepakatan perjanjian tulisan unggahan cuitan video foto film lagu
    buku
    """
)
