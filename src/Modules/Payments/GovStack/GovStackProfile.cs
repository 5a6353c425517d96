using Microsoft.Extensions.Configuration;

namespace Spmis.Payments.GovStack;

/// <summary>The conformance profile: off unless <c>Payments:GovStack:Enabled</c> is true.</summary>
public sealed class GovStackProfile(IConfiguration configuration)
{
    /// <summary>Whether the endpoints are there at all.</summary>
    public bool Enabled => configuration.GetValue("Payments:GovStack:Enabled", false);

    /// <summary>The emergency event whose lists bulk payments become (<c>Payments:GovStack:Event</c>); null refuses them.</summary>
    public string? Event => configuration["Payments:GovStack:Event"];

    /// <summary>The agency through whom vouchers are redeemed by callers that belong to none (<c>Payments:GovStack:RedeemedThrough</c>).</summary>
    public string? RedeemedThrough => configuration["Payments:GovStack:RedeemedThrough"];

    /// <summary>Whether a voucher is activated by another program than the one that gave it out (<c>Payments:GovStack:ActivateBySecond</c>). False by default, as the specification has one building block do both.</summary>
    public bool ActivateBySecond => configuration.GetValue("Payments:GovStack:ActivateBySecond", false);

    /// <summary>The agency of a payment modality (<c>Payments:GovStack:Agencies:00</c> and so on): GovStack names a way of payment where we name who pays.</summary>
    public string? AgencyOf(string modality) => configuration[$"Payments:GovStack:Agencies:{modality}"];

    /// <summary>Whether a building block may call (<c>Payments:GovStack:Sources</c>, with commas between; any when left out).</summary>
    public bool Knows(string source) => configuration["Payments:GovStack:Sources"] is not { Length: > 0 } sources || sources.Split(',', StringSplitOptions.TrimEntries).Contains(source);

    /// <summary>The registration number behind a functional id, which has 20 characters: zeros are put before it.</summary>
    public static string NumberOf(string functionalId) => functionalId.Trim().TrimStart('0');
}
