namespace Spmis.Samples.Names;

/// <summary>Name parts of the Swahili coast and Kenya, West Africa and Zambia. Parts are common words and names; combinations are drawn by chance.</summary>
internal static class AfricanNames
{
    public static Culture Swahili { get; } = new()
    {
        Code = "swahili",
        Shape = NameShape.FatherAndFamily,
        Men = NamePart.Table("""
            Juma Baraka Hamisi Omari Rashidi Salim Musa Yusuf Bakari Athumani Daudi Elias Joseph Peter John Samuel Daniel Kevin Brian Dennis
            Kamau Otieno Kipchumba Mutua Barasa Wekesa Kiprotich Odhiambo Njoroge Mwangi Onyango Cheruiyot Musyoka Simiyu Ekai Lokiru Katana Charo
            """),
        Women = NamePart.Table("""
            Neema Zawadi Amina Halima Mwanaisha Zainabu Rehema Saida Tatu Subira Imani Furaha Upendo Grace Faith Mercy Joyce Esther Ruth Mary
            Wanjiru Achieng Chebet Mwende Nekesa Naliaka Jepkosgei Akinyi Nyambura Wambui Atieno Jerop Kanini Nafula Akiru Ewoi Kadzo Dama
            """),
        Families = NamePart.Compounds(
            "Mwa Ka Ki Mu Nya Ma Wa Kari Mbo Che",
            "ruka tinga kombo ngala sheri danga zito liwa tembo koma bari gunda pesa mula vuno chari"),
        WifeTakesName = 3500,
        OneName = 150,
    };

    public static Culture WestAfrican { get; } = new()
    {
        Code = "west-african",
        Shape = NameShape.GivenAndFamily,
        Men = NamePart.Table("""
            Mamadou Ibrahima Moussa Ousmane Abdoulaye Amadou Cheikh Seydou Souleymane Boubacar Issa Modibo Drissa Adama Lamine Kofi Kwame Yaw Kwabena Kojo
            Chinedu Emeka Obinna Ikenna Uche Tunde Segun Femi Kunle Babajide Musa Sani Garba Aliyu Bello Kossi Komlan Sena Fabrice Landry
            """),
        Women = NamePart.Table("""
            Fatoumata Aminata Mariama Aissatou Kadiatou Oumou Awa Bintou Rokia Djeneba Salimata Assetou Khady Ndeye Coumba Ama Akosua Abena Esi Efua
            Ngozi Chioma Adaeze Ifeoma Nkechi Yetunde Folake Bukola Titilayo Aisha Hauwa Zainab Rakiya Afi Akouvi Essi Clarisse Estelle Solange Odette
            """),
        Families = NamePart.Compounds(
            "Dia Kou Ba Sa Toun Wa Ado Oka Nwa Ola Ibi Sou Tra Ke Zon",
            "wara yaté ndé gara fou kor vi ssou dima lé ro menu chi nko"),
        WifeTakesName = 4000,
        OneName = 150,
    };

    public static Culture Zambian { get; } = new()
    {
        Code = "zambian",
        Shape = NameShape.GivenAndFamily,
        Men = NamePart.Table("""
            Chanda Mulenga Mwape Bwalya Kabwe Musonda Chisomo Mabvuto Limbani Kondwani Mapalo Lubinda Mutinta Choolwe Hamoonga Isaac Moses Joshua Gift Given
            Innocent Evans Patrick Emmanuel Kelvin Davies Derrick Lawrence Chilufya Kaunda Sitali Nalishuwa Mubita Milimo Haamala Obvious
            """),
        Women = NamePart.Table("""
            Mutale Chilufya Mwansa Natasha Thandiwe Chipo Bupe Namukolo Inonge Nalukui Mwaka Luse Chileshe Kasonde Monde Precious Memory Loveness Charity Beauty
            Mavis Gladys Agness Brenda Catherine Doris Esnart Febby Idah Maureen Prisca Ruth Tamara Violet Sibeso Choolwe
            """),
        Families = NamePart.Compounds(
            "Mu Chi Ka Si Ha Na Lu Mwa Ma Nyi",
            "tolwa ngombe longo bale mweemba lambe sanje kando bwila teta fwani pundu yombo zyele kutu"),
        WifeTakesName = 6500,
        OneName = 100,
    };
}
