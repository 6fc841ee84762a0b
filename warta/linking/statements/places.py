"""Names of countries, provinces, regencies and cities, as far as they stand inside the names of offices."""

from __future__ import annotations

COUNTRIES = """
    Indonesia Malaysia Singapura Singapore Thailand Filipina Philippines Vietnam Myanmar Kamboja Cambodia Laos
    Brunei Timor Leste China Tiongkok Cina Jepang Japan Korea Taiwan Mongolia India Pakistan Bangladesh Nepal Bhutan
    Afghanistan Iran Irak Iraq Suriah Syria Turki Turkey Israel Palestina Palestine Lebanon Yordania Jordan Mesir
    Egypt Qatar Kuwait Bahrain Oman Yaman Yemen Arab Saudi Arabia Emirat Rusia Russia Ukraina Ukraine Belarus
    Polandia Poland Jerman Germany Perancis Prancis France Inggris Britania Britain England Skotlandia Irlandia
    Ireland Italia Italy Spanyol Spain Portugal Belanda Netherlands Belgia Belgium Swiss Switzerland Austria
    Hongaria Hungary Ceko Slovakia Rumania Romania Bulgaria Yunani Greece Serbia Kroasia Croatia Bosnia Albania
    Norwegia Norway Swedia Sweden Finlandia Finland Denmark Islandia Iceland Estonia Latvia Lithuania Armenia
    Azerbaijan Georgia Kazakhstan Uzbekistan Amerika America Serikat AS US USA Kanada Canada Meksiko Mexico Brasil
    Brazil Argentina Chile Peru Kolombia Colombia Venezuela Bolivia Ekuador Kuba Cuba Australia Fiji Papua Guinea
    Nigeria Ghana Kenya Ethiopia Sudan Somalia Libya Aljazair Algeria Maroko Morocco Tunisia Afrika Africa Uganda
    Rwanda Kongo Congo Angola Mozambik Zimbabwe Vatikan Vatican Uni Eropa ASEAN PBB NATO
"""

MORE_COUNTRIES = """
    Tuvalu Palau Samoa Tonga Vanuatu Kiribati Nauru Solomon Marshall Mikronesia Micronesia Selandia Zealand Malta
    Siprus Cyprus Luksemburg Luxembourg Monako Monaco Moldova Makedonia Macedonia Montenegro Slovenia Kosovo
    Kirgizstan Kyrgyzstan Tajikistan Turkmenistan Maladewa Maldives Lanka Panama Nikaragua Nicaragua Honduras
    Guatemala Haiti Jamaika Jamaica Paraguay Uruguay Senegal Mali Niger Chad Kamerun Cameroon Gabon Gambia Benin
    Togo Zambia Malawi Botswana Namibia Eritrea Djibouti Madagaskar
"""

REGIONS = """
    Aceh Sumatera Sumatra Utara Barat Selatan Timur Tengah Tenggara Pusat Riau Jambi Bengkulu Lampung Bangka
    Belitung Kepulauan Banten DKI Jakarta Jawa Yogyakarta DIY Bali Tenggara Kalimantan Sulawesi Gorontalo Maluku
    Papua Jabar Jateng Jatim Sumut Sumbar Sumsel Sulsel Sulut Sulteng Sultra Sulbar Kaltim Kalsel Kalbar Kalteng
    Kaltara NTB NTT Jabodetabek Bandung Bogor Bekasi Depok Tangerang Cimahi Sukabumi Cianjur Garut Tasikmalaya
    Ciamis Kuningan Cirebon Majalengka Sumedang Indramayu Subang Purwakarta Karawang Pangandaran Serang Cilegon
    Lebak Pandeglang Semarang Surakarta Solo Salatiga Magelang Pekalongan Tegal Cilacap Banyumas Purwokerto
    Purbalingga Banjarnegara Kebumen Purworejo Wonosobo Boyolali Klaten Sukoharjo Wonogiri Karanganyar Sragen
    Grobogan Blora Rembang Kudus Jepara Demak Temanggung Kendal Batang Pemalang Brebes Sleman Bantul Kulon Progo
    Kulonprogo Gunungkidul Surabaya Malang Kediri Blitar Madiun Mojokerto Pasuruan Probolinggo Gresik Sidoarjo
    Lamongan Tuban Bojonegoro Ngawi Magetan Ponorogo Pacitan Trenggalek Tulungagung Nganjuk Jombang Lumajang Jember
    Banyuwangi Bondowoso Situbondo Bangkalan Sampang Pamekasan Sumenep Madura Denpasar Badung Gianyar Tabanan
    Buleleng Jembrana Karangasem Klungkung Bangli Mataram Lombok Sumbawa Dompu Bima Kupang Flores Manggarai Sikka
    Ngada Belu Alor Sumba Medan Binjai Deli Serdang Langkat Karo Simalungun Toba Samosir Tapanuli Asahan Labuhanbatu
    Padang Bukittinggi Payakumbuh Agam Solok Pariaman Pasaman Pesisir Pekanbaru Dumai Siak Kampar Bengkalis Rokan
    Indragiri Pelalawan Kuantan Batam Bintan Tanjungpinang Tanjungbalai Tanjung Pinang Karimun Natuna Lingga
    Palembang Prabumulih Lubuklinggau Ogan Komering Enim Lahat Musi Banyuasin Pontianak Singkawang Sambas Sanggau
    Sintang Ketapang Kapuas Palangkaraya Palangka Kotawaringin Barito Banjarmasin Banjarbaru Banjar Tapin Kotabaru
    Samarinda Balikpapan Bontang Kutai Kartanegara Berau Paser Penajam Tarakan Bulungan Nunukan Malinau Manado
    Bitung Tomohon Minahasa Bolaang Mongondow Sangihe Talaud Palu Donggala Sigi Poso Morowali Banggai Makassar
    Parepare Palopo Gowa Maros Takalar Jeneponto Bantaeng Bulukumba Sinjai Soppeng Wajo Sidrap Pinrang Enrekang
    Toraja Luwu Kendari Baubau Konawe Kolaka Buton Muna Wakatobi Mamuju Majene Polewali Mandar Ambon Tual Ternate
    Tidore Halmahera Jayapura Merauke Sorong Manokwari Biak Timika Mimika Nabire Wamena Jayawijaya Asmat Fakfak
    Banda Lhokseumawe Sabang Langsa Pidie Bireuen Meulaboh Gayo Washington London Paris Moskow Moscow Beijing Tokyo
    Berlin Brussels Kremlin Kairo New York Hong Kong Delhi Canberra Sydney Melbourne Manila Bangkok Kuala Lumpur
    Hanoi Seoul Pyongyang Teheran Tehran Yerusalem Ankara Madrid Roma Wina Jenewa Geneva Wuhan Shanghai Dubai Doha
    Kyiv Kiev
"""

PLACES = frozenset(name.casefold() for name in f"{COUNTRIES} {MORE_COUNTRIES} {REGIONS}".split())
