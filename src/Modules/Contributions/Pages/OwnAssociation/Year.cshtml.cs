using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Contributions.Associations;
using Spmis.Kernel.Access;
using Spmis.Values;
using Spmis.Web.Shell;

namespace Spmis.Contributions.Pages.OwnAssociation;

/// <summary>What the own association paid in a year, by month, and for whom.</summary>
[Authorize(Policy = May.OwnMemberLists)]
public sealed class YearModel(ReadAssociationDues dues, ReadAssociationYear read, CurrentActor current, TimeProvider time, Show show) : PageModel
{
    private const int PageMembers = 50;

    /// <summary>The year; this one when left out.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Y { get; set; }

    [BindProperty(SupportsGet = true)]
    public string Q { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public AssociationCopy Own { get; private set; } = null!; // Loaded before the page is drawn.

    public int Of => Y ?? time.GetUtcNow().Year;

    public IReadOnlyList<PaidMonth> Months { get; private set; } = [];

    public IReadOnlyList<PaidMember> Members { get; private set; } = [];

    public string? Next { get; private set; }

    public string Money(long minor, string currency) => show.Money(new Money(minor, Currency.Of(currency)));

    /// <summary>The months paid for a member, in words.</summary>
    public string MonthsOf(PaidMember member) => string.Join(", ", member.Months.Keys.Order().Select(m => $"{m:00}"));

    public async Task OnGetAsync(CancellationToken ct)
    {
        Own = await dues.OwnAsync(current.Actor, ct);
        Months = await read.MonthsAsync(Own.AssociationId, Of, ct);
        var found = await read.MembersAsync(Own.AssociationId, Of, Q, After, PageMembers + 1, ct);
        var numbers = found.Select(m => m.Number).Distinct().Take(PageMembers).ToHashSet(StringComparer.Ordinal);
        Members = [.. found.Where(m => numbers.Contains(m.Number))];
        Next = found.Count > Members.Count ? Members[^1].Number : null;
    }

    /// <summary>The same as CSV, a line for each member and month.</summary>
    public async Task<IActionResult> OnGetCsvAsync(CancellationToken ct)
    {
        var own = await dues.OwnAsync(current.Actor, ct);
        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = $"attachment; filename=\"paid-{own.AssociationNumber}-{Of}.csv\"";
        await read.WriteAsync(own.AssociationId, Of, Q, Response.Body, ct);
        return new EmptyResult();
    }
}
