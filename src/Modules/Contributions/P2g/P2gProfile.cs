using Microsoft.Extensions.Configuration;

namespace Spmis.Contributions.P2g;

/// <summary>GovStack's person-to-government payments: off unless <c>Contributions:GovStack:Enabled</c> is true.</summary>
public sealed class P2gProfile(IConfiguration configuration)
{
    /// <summary>The rate limit's name.</summary>
    public const string Limit = "contributions-p2g";

    /// <summary>Whether the endpoints are there at all.</summary>
    public bool Enabled => configuration.GetValue("Contributions:GovStack:Enabled", false);

    /// <summary>Calls a minute of one caller (<c>Contributions:GovStack:CallsPerMinute</c>, 600).</summary>
    public int CallsPerMinute => configuration.GetValue("Contributions:GovStack:CallsPerMinute", 600) is var calls && calls > 0 ? calls : 600;

    /// <summary>Days within which the bank books what was notified (<c>Contributions:GovStack:BookedWithinDays</c>, 5); what it has not booked then is looked into.</summary>
    public int BookedWithinDays => configuration.GetValue("Contributions:GovStack:BookedWithinDays", 5) is var days and >= 0 and <= 365 ? days : 5;

    /// <summary>What we are called as a biller (<c>Contributions:GovStack:BillerId</c>), at most 10 characters.</summary>
    public string BillerId => Short("BillerId");

    /// <summary>Our name as a biller (<c>Contributions:GovStack:BillerName</c>), at most 10 characters.</summary>
    public string BillerName => Short("BillerName");

    /// <summary>Institutions whose word that a bill is paid is taken (<c>Contributions:GovStack:PayerFIs</c>, with commas between). None is, unless named, and only by its program (<see cref="ClientOf"/>): a notice counts before the bank has booked the money. One stays named until the bank has booked what it told.</summary>
    public IReadOnlyList<string> Institutions => (configuration["Contributions:GovStack:PayerFIs"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The program that speaks for an institution (<c>Contributions:GovStack:Clients:CODE</c>, its client id); null when none does. One program, a switch for example, may speak for several.</summary>
    public string? ClientOf(string institution) => configuration.GetSection("Contributions:GovStack:Clients").GetChildren().FirstOrDefault(c => string.Equals(c.Key, institution, StringComparison.OrdinalIgnoreCase))?.Value is { Length: > 0 } client ? client : null;

    private string Short(string name) => configuration[$"Contributions:GovStack:{name}"] is { Length: >= 1 and <= 10 } given ? given : "SPMIS";
}
