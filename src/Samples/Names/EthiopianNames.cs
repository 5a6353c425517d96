namespace Spmis.Samples.Names;

/// <summary>Ethiopian name parts with their Ethiopic letters. A person bears the own name, the father's and the grandfather's; there is no family name.</summary>
internal static class EthiopianNames
{
    private static readonly IReadOnlyList<NamePart> Men =
    [
        .. NamePart.Table("""
            Abebe=አበበ Tesfaye=ተስፋዬ Bekele=በቀለ Kebede=ከበደ Tadesse=ታደሰ Girma=ግርማ Alemu=አለሙ Mulugeta=ሙሉጌታ Getachew=ጌታቸው Dawit=ዳዊት
            Yohannes=ዮሐንስ Solomon=ሰለሞን Haile=ኃይሌ Worku=ወርቁ Assefa=አሰፋ Berhanu=ብርሃኑ Demeke=ደመቀ Eshetu=እሸቱ Fikru=ፍቅሩ Lemma=ለማ
            Mesfin=መስፍን Negash=ነጋሽ Shiferaw=ሽፈራው Tilahun=ጥላሁን Zewdu=ዘውዱ Ayele=አየለ Belay=በላይ Desta=ደስታ Endale=እንዳለ Kassa=ካሳ
            Bikila=ቢቂላ Gemechu=ገመቹ Tolosa=ቶሎሳ Dereje=ደረጀ Hailu=ኃይሉ Samuel=ሳሙኤል Yonas=ዮናስ Ermias=ኤርሚያስ
            """),
        .. NamePart.Compounds(
            "Gebre=ገብረ Wolde=ወልደ Haile=ኃይለ Tekle=ተክለ Habte=ሀብተ",
            "Mariam=ማርያም Mikael=ሚካኤል Giorgis=ጊዮርጊስ Selassie=ሥላሴ Tsadik=ጻድቅ Medhin=መድኅን"),
    ];

    public static Culture Ethiopian { get; } = new()
    {
        Code = "ethiopian",
        Shape = NameShape.Patronymic,
        Men = Men,
        Women = NamePart.Table("""
            Almaz=አልማዝ Tigist=ትግስት Hana=ሃና Meseret=መሰረት Selamawit=ሰላማዊት Aster=አስቴር Birtukan=ብርቱካን Genet=ገነት Hirut=ሂሩት Kidist=ቅድስት
            Lemlem=ለምለም Mulu=ሙሉ Netsanet=ነጻነት Rahel=ራሄል Sara=ሣራ Tsehay=ፀሐይ Worknesh=ወርቅነሽ Yeshi=የሺ Zenebech=ዘነበች Abeba=አበባ
            Bethlehem=ቤተልሔም Dinknesh=ድንቅነሽ Elsabet=ኤልሳቤጥ Fikirte=ፍቅርተ Konjit=ቆንጂት Mahlet=ማህሌት Senait=ሰናይት Tirunesh=ጥሩነሽ Wubit=ውቢት Yodit=ዮዲት
            Chaltu=ጫልቱ Derartu=ደራርቱ Ayantu=አያንቱ Lensa=ሌንሳ
            """),
        Families = Men,
        OneName = 250,
        WritesNative = 5500,
    };
}
