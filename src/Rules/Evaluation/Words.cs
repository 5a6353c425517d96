namespace Spmis.Rules.Evaluation;

/// <summary>The few words explanations are made of, by language. Everything else comes from the package's own texts.</summary>
internal sealed record Words
{
    private static readonly Dictionary<string, Words> Languages = new(StringComparer.Ordinal)
    {
        ["en"] = new(),
        ["fr"] = new()
        {
            Yes = "oui",
            No = "non",
            CannotTell = "indéterminé",
            MarkYes = "OUI",
            MarkNo = "NON",
            Article = "article",
            From = "depuis le",
            Until = "jusqu'au",
            Recorded = "connu depuis le",
            Missing = "il manque",
            Because = "raison",
            All = "toutes les conditions :",
            Any = "au moins une condition :",
            Not = "le contraire de :",
            If = "cas :",
            Rounded = "arrondi",
            To = "à",
            Explained = "expliqué plus haut",
            Short = "il manque",
            Over = "de trop",
            DidNotCount = "non compté",
            Records = "éléments",
            Of = "sur",
            Year = "an(s)",
            Month = "mois",
            Day = "jour(s)",
        },
        ["ar"] = new()
        {
            Yes = "نعم",
            No = "لا",
            CannotTell = "غير محدد",
            MarkYes = "نعم",
            MarkNo = "لا",
            Article = "المادة",
            From = "من",
            Until = "حتى",
            Recorded = "معروف منذ",
            Missing = "ينقص",
            Because = "السبب",
            All = "كل الشروط:",
            Any = "أحد الشروط على الأقل:",
            Not = "عكس:",
            If = "الحالة:",
            Rounded = "مقرّب",
            To = "إلى",
            Explained = "مشروح أعلاه",
            Short = "ينقص",
            Over = "يزيد بمقدار",
            DidNotCount = "لم يُحتسب",
            Records = "عناصر",
            Of = "من",
            Year = "سنة/سنوات",
            Month = "شهر/أشهر",
            Day = "يوم/أيام",
        },
        ["es"] = new()
        {
            Yes = "sí",
            No = "no",
            CannotTell = "indeterminado",
            MarkYes = "SÍ",
            MarkNo = "NO",
            Article = "artículo",
            From = "desde el",
            Until = "hasta el",
            Recorded = "conocido desde el",
            Missing = "falta",
            Because = "motivo",
            All = "todas las condiciones:",
            Any = "al menos una condición:",
            Not = "no se cumple:",
            If = "caso:",
            Rounded = "redondeado",
            To = "a",
            Explained = "explicado arriba",
            Short = "faltan",
            Over = "sobran",
            DidNotCount = "no contó",
            Records = "elementos",
            Of = "de",
            Year = "año(s)",
            Month = "mes(es)",
            Day = "día(s)",
        },
        ["pt"] = new()
        {
            Yes = "sim",
            No = "não",
            CannotTell = "indeterminado",
            MarkYes = "SIM",
            MarkNo = "NÃO",
            Article = "artigo",
            From = "desde",
            Until = "até",
            Recorded = "conhecido desde",
            Missing = "falta",
            Because = "motivo",
            All = "todas as condições:",
            Any = "pelo menos uma condição:",
            Not = "não se cumpre:",
            If = "caso:",
            Rounded = "arredondado",
            To = "a",
            Explained = "explicado acima",
            Short = "faltam",
            Over = "sobram",
            DidNotCount = "não contou",
            Records = "elementos",
            Of = "de",
            Year = "ano(s)",
            Month = "mês/meses",
            Day = "dia(s)",
        },
    };

    public string Yes { get; init; } = "yes";

    public string No { get; init; } = "no";

    public string CannotTell { get; init; } = "cannot tell";

    public string MarkYes { get; init; } = "OK";

    public string MarkNo { get; init; } = "NO";

    public string Article { get; init; } = "article";

    public string From { get; init; } = "from";

    public string Until { get; init; } = "until";

    public string Recorded { get; init; } = "known from";

    public string Missing { get; init; } = "missing";

    public string Because { get; init; } = "because";

    public string All { get; init; } = "all of:";

    public string Any { get; init; } = "any of:";

    public string Not { get; init; } = "not:";

    public string If { get; init; } = "case:";

    public string Rounded { get; init; } = "rounded";

    public string To { get; init; } = "to";

    public string Explained { get; init; } = "explained above";

    public string Short { get; init; } = "short by";

    public string Over { get; init; } = "over by";

    public string DidNotCount { get; init; } = "did not count";

    public string Records { get; init; } = "records";

    public string Of { get; init; } = "of";

    public string Year { get; init; } = "year(s)";

    public string Month { get; init; } = "month(s)";

    public string Day { get; init; } = "day(s)";

    public static Words In(string language) => Languages.GetValueOrDefault(language) ?? MoreWords.Languages.GetValueOrDefault(language) ?? Languages["en"];
}
