using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Eligibility.Associations;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Access;

namespace Spmis.Eligibility.Pages.OwnAssociation;

/// <summary>The schemes the own association has agreements with, and the members enrolled by them.</summary>
[Authorize(ReadOwnAgreements.Permission)]
public sealed class OwnAgreementsModel(ReadOwnAgreements read, SchemeBook schemes, CurrentActor current) : PageModel
{
    private const int PageMembers = 50;
    private Dictionary<string, string> names = [];

    /// <summary>Only this member, by number, or by part of the name.</summary>
    [BindProperty(SupportsGet = true)]
    public string Q { get; set; } = "";

    /// <summary>The last member of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>The agreements.</summary>
    public IReadOnlyList<AgreementLine> Agreements { get; private set; } = [];

    /// <summary>The members.</summary>
    public IReadOnlyList<EnrolledMember> Members { get; private set; } = [];

    /// <summary>Name of a scheme.</summary>
    public string NameOf(string scheme) => names.GetValueOrDefault(scheme, scheme);

    /// <summary>Where the next page begins.</summary>
    public string? Next { get; private set; }

    /// <summary>Draws both.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        Agreements = await read.HandleAsync(current.Actor, ct);
        names = (await schemes.SchemesAsync(SchemeUse.Contributions, ct)).Concat(await schemes.ClaimedAsync(ct)).DistinctBy(s => s.Key).ToDictionary(s => s.Key, s => s.Value);
        var found = await read.MembersAsync(current.Actor, Q, After, PageMembers + 1, ct);
        var numbers = found.Select(m => m.Number).Distinct().Take(PageMembers).ToHashSet(StringComparer.Ordinal);
        Members = [.. found.Where(m => numbers.Contains(m.Number))];
        Next = found.Count > Members.Count ? Members[^1].Number : null;
    }

    /// <summary>The members as CSV, all of them.</summary>
    public async Task<IActionResult> OnGetCsvAsync(CancellationToken ct)
    {
        var own = current.Actor.OwnAssociation();
        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = $"attachment; filename=\"enrolled-{own}.csv\"";
        await read.WriteAsync(current.Actor, Q, Response.Body, ct);
        return new EmptyResult();
    }
}
