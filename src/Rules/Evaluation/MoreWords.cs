namespace Spmis.Rules.Evaluation;

/// <summary>The words of explanations in further languages of the packages that ship.</summary>
internal static class MoreWords
{
    public static readonly IReadOnlyDictionary<string, Words> Languages = new Dictionary<string, Words>(StringComparer.Ordinal)
    {
        ["id"] = new()
        {
            Yes = "ya", No = "tidak", CannotTell = "belum dapat dipastikan", MarkYes = "YA", MarkNo = "TIDAK", Article = "pasal", From = "sejak", Until = "sampai", Recorded = "diketahui sejak",
            Missing = "kurang", Because = "sebab", All = "semua syarat:", Any = "sedikitnya satu syarat:", Not = "kebalikan dari:", If = "kasus:", Rounded = "dibulatkan", To = "menjadi", Explained = "dijelaskan di atas",
            Short = "kurang", Over = "lebih", DidNotCount = "tidak dihitung", Records = "catatan", Of = "dari", Year = "tahun", Month = "bulan", Day = "hari",
        },
        ["ne"] = new()
        {
            Yes = "छ", No = "छैन", CannotTell = "भन्न सकिँदैन", MarkYes = "छ", MarkNo = "छैन", Article = "दफा", From = "देखि", Until = "सम्म", Recorded = "थाहा भएको मिति",
            Missing = "नपुगेको विवरण", Because = "कारण", All = "सबै सर्त:", Any = "कम्तीमा एक सर्त:", Not = "यसको विपरीत:", If = "अवस्था:", Rounded = "पूर्णाङ्कित", To = "मा", Explained = "माथि बताइएको",
            Short = "नपुग", Over = "बढी", DidNotCount = "गणना भएन", Records = "विवरण", Of = "मध्ये", Year = "वर्ष", Month = "महिना", Day = "दिन",
        },
        ["ro"] = new()
        {
            Yes = "da", No = "nu", CannotTell = "nu se poate spune", MarkYes = "DA", MarkNo = "NU", Article = "articolul", From = "din", Until = "până la", Recorded = "cunoscut din",
            Missing = "lipsește", Because = "motiv", All = "toate condițiile:", Any = "cel puțin o condiție:", Not = "contrariul:", If = "caz:", Rounded = "rotunjit", To = "la", Explained = "explicat mai sus",
            Short = "lipsesc", Over = "în plus", DidNotCount = "nu s-a luat în calcul", Records = "înregistrări", Of = "din", Year = "an(i)", Month = "lună/luni", Day = "zi(le)",
        },
        ["sw"] = new()
        {
            Yes = "ndiyo", No = "hapana", CannotTell = "haijulikani", MarkYes = "NDIYO", MarkNo = "HAPANA", Article = "kifungu", From = "kuanzia", Until = "hadi", Recorded = "ilijulikana tangu",
            Missing = "inakosekana", Because = "sababu", All = "masharti yote:", Any = "angalau sharti moja:", Not = "kinyume cha:", If = "hali:", Rounded = "imekadiriwa", To = "hadi", Explained = "imeelezwa juu",
            Short = "pungufu kwa", Over = "imezidi kwa", DidNotCount = "haikuhesabiwa", Records = "kumbukumbu", Of = "kati ya", Year = "mwaka/miaka", Month = "mwezi/miezi", Day = "siku",
        },
        ["uk"] = new()
        {
            Yes = "так", No = "ні", CannotTell = "невідомо", MarkYes = "ТАК", MarkNo = "НІ", Article = "стаття", From = "з", Until = "до", Recorded = "відомо з",
            Missing = "бракує", Because = "причина", All = "усі умови:", Any = "хоча б одна умова:", Not = "протилежне:", If = "випадок:", Rounded = "заокруглено", To = "до", Explained = "пояснено вище",
            Short = "бракує", Over = "більше на", DidNotCount = "не враховано", Records = "записів", Of = "з", Year = "р.", Month = "міс.", Day = "дн.",
        },
    };
}
