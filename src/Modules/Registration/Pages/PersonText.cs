namespace Spmis.Registration.Pages;

/// <summary>How the pages print persons.</summary>
public static class PersonText
{
    /// <summary>26 0000123 70: in groups, as it is read aloud.</summary>
    public static string Number(string number) => number.Length == 11 ? $"{number[..2]} {number[2..9]} {number[9..]}" : number;

    /// <summary>Village, district.</summary>
    public static string Place(string? village, string? district) => string.Join(", ", new[] { village, district }.Where(p => !string.IsNullOrEmpty(p))) is { Length: > 0 } place ? place : "–";
}
