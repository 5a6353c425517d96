using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Payments.Emergencies;

/// <summary>Who shall be paid for an event.</summary>
public sealed record NewEmergencyList
{
    /// <summary>The event's code.</summary>
    public required string Event { get; init; }

    /// <summary>1 to 100 characters; once in an event.</summary>
    public required string Name { get; init; }

    /// <summary>The month the payments are for.</summary>
    public required Month Month { get; init; }

    /// <summary>The day on which people shall have the money.</summary>
    public required DateOnly ValueDate { get; init; }

    /// <summary>The same for each, major units; null when the file has a column amount.</summary>
    public decimal? Flat { get; init; }

    /// <summary>CSV with registration_number and, without a flat amount, amount. Stays the caller's; null when a scheme is named.</summary>
    public Stream? Content { get; init; }

    /// <summary>All who have an award of this scheme in the month, instead of a file.</summary>
    public string? FromScheme { get; init; }
}

/// <summary>Takes in a list for an event and starts its check. Nothing is paid by it: the check gives each line its verdict (the dry run), then the list is put up for approval or cancelled.</summary>
public sealed class CheckList(PaymentsDb db, FileStore store)
{
    /// <summary>Keeps the list and starts its check.</summary>
    /// <exception cref="Refused">A value is not usable, or the file is no such table.</exception>
    public async Task<EmergencyList> HandleAsync(NewEmergencyList input, Change change, CancellationToken ct)
    {
        var code = input.Event.Trim().ToUpperInvariant();
        var of = await db.EmergencyEvents.AsNoTracking().SingleOrDefaultAsync(e => e.Code == code, ct) ?? throw new Refused("emergency.unknown", $"There is no event '{input.Event}'.", nameof(input.Event));
        var name = input.Name.Trim();
        Require(name.Length is >= 1 and <= 100, nameof(input.Name), "Name the list, 1 to 100 characters.");
        Require(!await db.EmergencyLists.AnyAsync(l => l.EventId == of.Id && l.Name == name, ct), nameof(input.Name), $"There is a list '{name}' of this event already.");
        Require(input.ValueDate >= input.Month.First && input.ValueDate <= input.Month.Last.AddYears(1), nameof(input.ValueDate), $"The value date lies in {input.Month} or within a year after it.");
        var currency = Currency.Of(of.Currency);
        Require(input.Flat is not { } flat || (flat is > 0 and <= 1_000_000_000m && Money.FromMajor(flat, currency, RoundingMode.HalfUp).Major == flat), nameof(input.Flat), "The amount is more than nothing, at most 1,000,000,000, and no finer than the currency.");
        var scheme = string.IsNullOrWhiteSpace(input.FromScheme) ? null : input.FromScheme.Trim();
        Require(input.Content is null != (scheme is null), nameof(input.Content), "Send a file, or name a scheme whose beneficiaries are paid; one of the two. Areas and categories are known to the registry: export their numbers there.");
        Require(scheme is null || input.Flat is not null, nameof(input.Flat), "Name the amount each beneficiary gets.");
        Require(scheme is null || await db.AwardCopies.AnyAsync(a => a.Scheme == scheme, ct), nameof(input.FromScheme), $"Nobody has an award of '{scheme}'.");
        var kept = input.Content is { } content ? await KeepAsync(content, input, ct) : null;
        var list = new EmergencyList
        {
            EventId = of.Id, Name = name, Month = input.Month, ValueDate = input.ValueDate, FlatMinor = input.Flat is { } each ? Money.FromMajor(each, currency, RoundingMode.HalfUp).Minor : null, Sha256 = kept, FromScheme = scheme,
            StartedAt = change.Now, StartedById = change.Actor.Id, StartedBy = change.Actor.Name,
        };
        await db.WriteAsync(
            async () =>
            {
                db.EmergencyLists.Add(list);
                await db.SaveAsync(change, ct);
                var run = Run.Of(CheckListWorker.RunKind, $"{list.Id}", $"Emergency list {of.Code}: {name}", new ListInput(list.Id), change);
                db.Runs.Add(run);
                await db.SaveAsync(change, ct);
                list.RunId = run.Id;
                await db.SaveAsync(change, ct);
            },
            ct);
        return list;
    }

    /// <summary>Gives the list up before it is approved.</summary>
    /// <exception cref="Refused">It is approved or cancelled already.</exception>
    public async Task CancelAsync(long id, Change change, CancellationToken ct) => await db.WriteAsync(
        async () =>
        {
            var list = await db.EmergencyLists.SingleOrDefaultAsync(l => l.Id == id, ct) ?? throw new Refused("emergency.list-unknown", "There is no such list.");
            if (list.State is not ("checking" or "checked"))
            {
                throw new Refused("emergency.too-late", $"The list is {list.State}; cancel its payment run instead.");
            }

            (list.CancelledAt, list.CancelledBy) = (change.Now, change.Actor.Name);
            list.Version++;
            var subject = $"{ApproveList.Act}:{id}";
            foreach (var proposal in await db.Proposals.Where(p => p.OpenSubject == subject).ToListAsync(ct))
            {
                // What is cancelled waits for nobody any longer.
                (proposal.OpenSubject, proposal.Approved, proposal.DecidedAt, proposal.DecidedById, proposal.DecidedBy, proposal.DecisionReason) = (null, false, change.Now, change.Actor.Id, change.Actor.Name, $"Cancelled: {change.Reason}");
                proposal.Version++;
            }

            await db.SaveAsync(change, ct);
        },
        ct);

    private async Task<string> KeepAsync(Stream content, NewEmergencyList input, CancellationToken ct)
    {
        var kept = await store.SaveAsync(content, "emergency.csv", null, ct);
        await using var file = store.Open(kept.Sha256);
        var table = await TabularFile.OpenAsync(file, CheckListWorker.Format, ct);
        Require(input.Flat is not null || table.Headings.Any(h => TabularHeadings.Find(CheckListWorker.Format, h)?.Name == CheckListWorker.Amount), nameof(input.Content), "The file has no column 'amount'; add it, or name one amount for all.");
        return kept.Sha256;
    }

    private static void Require(bool fine, string field, string text)
    {
        if (!fine)
        {
            throw new Refused("emergency.value", text, field);
        }
    }
}

/// <summary>What the runs of a list need.</summary>
internal sealed record ListInput(long ListId);
