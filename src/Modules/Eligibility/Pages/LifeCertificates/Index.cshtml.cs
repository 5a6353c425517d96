using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.LifeCertificates;

namespace Spmis.Eligibility.Pages.LifeCertificates;

/// <summary>Who must prove to be alive: due, overdue, suspended, and resumptions that wait for a second person.</summary>
[Authorize("eligibility.read")]
public sealed class IndexModel(EligibilityDb db, TimeProvider time) : ApprovalPage([ResumeAfterProof.Act], "awards.approve")
{
    private const int Rows = 25;
    private const int SoonDays = 30;

    /// <summary>soon, overdue, suspended or cannot-tell.</summary>
    [BindProperty(SupportsGet = true)]
    public string Show { get; set; } = "soon";

    /// <summary>Go on after this due day and award number.</summary>
    [BindProperty(SupportsGet = true)]
    public string After { get; set; } = "";

    /// <summary>The awards listed.</summary>
    public IReadOnlyList<CertificateDue> Dues { get; private set; } = [];

    /// <summary>Key of the next page.</summary>
    public string? Next { get; private set; }

    /// <summary>How many there are of the kind listed.</summary>
    public int Count { get; private set; }

    /// <summary>Draws the worklist.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var (kind, day) = Show switch { "overdue" => (DueKind.Overdue, today), "suspended" => (DueKind.Suspended, today), "cannot-tell" => (DueKind.CannotTell, today), _ => (DueKind.Due, today.AddDays(SoonDays)) };
        Count = await ListDues.Of(db, kind, day).CountAsync(ct);
        (Dues, Next) = await ListDues.PageAsync(db, kind, day, After, Rows, ct);
        await LoadOpenAsync(null, ct);
    }

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => OnGetAsync(HttpContext.RequestAborted);
}
