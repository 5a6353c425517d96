namespace Spmis.Samples.Names;

/// <summary>South Asian name parts with their Devanagari letters.</summary>
internal static class SouthAsianNames
{
    public static Culture SouthAsian { get; } = new()
    {
        Code = "south-asian",
        Shape = NameShape.GivenAndFamily,
        Men = NamePart.Table("""
            Ramesh=रमेश Suresh=सुरेश Mahesh=महेश Rajesh=राजेश Sanjay=संजय Anil=अनिल Sunil=सुनील Vijay=विजय Ajay=अजय Manoj=मनोज
            Deepak=दीपक Prakash=प्रकाश Ashok=अशोक Vinod=विनोद Dinesh=दिनेश Gopal=गोपाल Krishna=कृष्ण Hari=हरि Mohan=मोहन Arjun=अर्जुन
            Bishnu=विष्णु Keshav=केशव Narayan=नारायण Om=ओम Pradip=प्रदीप Rabin=रबिन Santosh=सन्तोष Tek=टेक Umesh=उमेश Yogesh=योगेश
            Bahadur=बहादुर Dhan=धन Iqbal=इक़बाल Salman=सलमान
            """),
        Women = NamePart.Table("""
            Sita=सीता Gita=गीता Radha=राधा Lakshmi=लक्ष्मी Sunita=सुनीता Anita=अनीता Kavita=कविता Savita=सविता Rekha=रेखा Meena=मीना
            Kamala=कमला Bimala=बिमला Saraswati=सरस्वती Parvati=पार्वती Durga=दुर्गा Maya=माया Asha=आशा Usha=उषा Nisha=निशा Pooja=पूजा
            Priya=प्रिया Rani=रानी Shanti=शान्ति Tara=तारा Uma=उमा Vimala=विमला Deepa=दीपा Indira=इन्दिरा Janaki=जानकी Laxmi=लक्ष्मी
            Manju=मन्जु Sabina=सबिना
            """),
        Families = NamePart.Table("""
            Kumar=कुमार Sharma=शर्मा Yadav=यादव Thapa=थापा Gurung=गुरुङ Tamang=तामाङ Rai=राई Magar=मगर Shrestha=श्रेष्ठ Adhikari=अधिकारी
            Verma=वर्मा Gupta=गुप्ता Mishra=मिश्रा Tiwari=तिवारी Joshi=जोशी Patel=पटेल Shah=शाह Das=दास Devi=देवी Lal=लाल
            Prasad=प्रसाद Singh=सिंह Chaudhary=चौधरी Mandal=मण्डल Paswan=पासवान Ram=राम Khatri=खत्री Basnet=बस्नेत Karki=कार्की Bhattarai=भट्टराई
            Poudel=पौडेल Ghimire=घिमिरे Dahal=दाहाल Koirala=कोइराला Neupane=न्यौपाने Rana=राणा Saud=साउद Bohara=बोहरा Dhakal=ढकाल Lama=लामा
            Bajracharya=बज्राचार्य Maharjan=महर्जन Limbu=लिम्बू Sunuwar=सुनुवार Chhetri=छेत्री Nepali=नेपाली Pariyar=परियार Mahato=महतो
            """),
        WifeTakesName = 7000,
        OneName = 500,
        WritesNative = 4000,
    };
}
