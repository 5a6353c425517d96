namespace Spmis.Samples.Names;

/// <summary>Arabic name parts. Several spellings of one name in Latin letters (Mohamed, Muhammad, Mohammed) share one Arabic spelling, as they do in every register.</summary>
internal static class ArabicNames
{
    public static Culture Arabic { get; } = new()
    {
        Code = "arabic",
        Shape = NameShape.FatherAndFamily,
        Men = NamePart.Table("""
            Mohamed=محمد Ahmed=أحمد Ali=علي Hassan=حسن Hussein=حسين Omar=عمر Mahmoud=محمود Ibrahim=إبراهيم Yousef=يوسف Mustafa=مصطفى
            Khaled=خالد Muhammad=محمد Ahmad=أحمد Said=سعيد Saleh=صالح Abdallah=عبدالله Abdulrahman=عبدالرحمن Abdelkader=عبدالقادر Tarek=طارق Samir=سمير
            Karim=كريم Nabil=نبيل Faisal=فيصل Hamza=حمزة Bilal=بلال Idris=إدريس Yahya=يحيى Zakaria=زكريا Mohammed=محمد Youssef=يوسف
            Jamal=جمال Osman=عثمان Rashid=رشيد Walid=وليد Anwar=أنور Farouk=فاروق
            """),
        Women = NamePart.Table("""
            Fatima=فاطمة Aisha=عائشة Khadija=خديجة Maryam=مريم Zainab=زينب Amina=آمنة Salma=سلمى Huda=هدى Layla=ليلى Nadia=نادية
            Samira=سميرة Rania=رانيا Hanan=حنان Iman=إيمان Fatma=فاطمة Zeinab=زينب Mariam=مريم Noor=نور Sumaya=سمية Rabab=رباب
            Wafa=وفاء Karima=كريمة Latifa=لطيفة Malika=مليكة Naima=نعيمة Asma=أسماء Dalal=دلال Ghada=غادة Ibtisam=ابتسام Jamila=جميلة
            """),
        Families = NamePart.Compounds(
            "al-=ال",
            """
            Haddad=حداد Najjar=نجار Sabbagh=صباغ Masri=مصري Baghdadi=بغدادي Shami=شامي Tamimi=تميمي Khatib=خطيب Qadi=قاضي Hakim=حكيم
            Attar=عطار Zahrani=زهراني Harbi=حربي Omari=عمري Hashimi=هاشمي Ansari=أنصاري Bakri=بكري Fasi=فاسي Hamdan=حمدان Jabri=جابري
            Khayyat=خياط Lahham=لحام Maghribi=مغربي Nuaimi=نعيمي Obaidi=عبيدي Rifai=رفاعي Samman=سمان Tayyar=طيار Wazzan=وزان Yamani=يماني
            Zubaidi=زبيدي Dabbagh=دباغ Farsi=فارسي Ghanim=غانم Halabi=حلبي Jazzar=جزار Kilani=كيلاني Mutairi=مطيري Naqqash=نقاش Rashidi=راشدي
            """),
        OneName = 80,
        WritesNative = 6000,
    };
}
