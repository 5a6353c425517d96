using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Contributions.Associations;

/// <summary>A list just filed.</summary>
/// <param name="ListId">The list.</param>
/// <param name="PaymentReference">Under which it is paid.</param>
/// <param name="RunId">The run that reads it.</param>
/// <param name="AlreadyFiled">The same file was filed before; this is that list.</param>
public sealed record MemberListFiled(Guid ListId, string PaymentReference, long? RunId, bool AlreadyFiled);

/// <summary>Which list a run reads.</summary>
public sealed record MemberListRunInput(Guid ListId);

/// <summary>Takes the list of the members for whom an association pays in a month. The same file for the same month twice is one list.</summary>
public sealed class FileMemberList(ContributionsDb db, FileStore files, SchemeBook schemes, FindMemberLists find)
{
    public const string RunKind = "contributions.member-list";

    /// <summary>Keeps the file, looks at its head, gives a payment reference and starts reading.</summary>
    /// <param name="association">Association number.</param>
    /// <param name="month">The month paid for: this one or an earlier one.</param>
    /// <param name="scheme">The scheme; left out, the only one that collects.</param>
    /// <param name="content">CSV: number or member_number, and earnings or amount.</param>
    /// <param name="name">The sender's name for it.</param>
    /// <param name="change">Who and when.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">No such association, the month lies ahead or no law is in force in it, or the file is no list.</exception>
    public async Task<MemberListFiled> HandleAsync(string association, Month? month, string? scheme, Stream content, string name, Change change, CancellationToken ct)
    {
        var found = await find.AssociationAsync(association, change.Actor, ct);
        var of = month ?? throw new Refused("value.missing", "Enter the month, such as 2026-03.", "month");
        if (of > Month.Of(change.Today))
        {
            throw new Refused("members.month-ahead", $"{of} lies ahead; a month is paid for when it has begun.", "month");
        }

        var named = await schemes.SchemeAsync(scheme, ct);
        var rules = await schemes.ForMonthAsync(named, of, ct);
        if (rules.Open().TryAssess(of, 0) is null)
        {
            throw new Refused("scheme.cannot-tell", $"The package of {named} cannot tell what is due in {of}; check the month.", "month");
        }

        var file = await files.SaveTableAsync(content, name, ct);
        await CheckAsync(file.Sha256, ct);
        var once = $"{found.AssociationId:N}:{named}:{of.Code}:{file.Sha256}";
        if (await db.Set<MemberList>().AsNoTracking().SingleOrDefaultAsync(l => l.Once == once, ct) is { } before)
        {
            return new MemberListFiled(before.Id, before.PaymentReference, before.RunId, true);
        }

        MemberList? list = null;
        await db.WriteAsync(
            async () =>
            {
                var number = await db.TakeNumbersAsync(PaymentReference.Series, 1, ct);
                list = new MemberList
                {
                    Id = Guid.CreateVersion7(), Number = number, PaymentReference = PaymentReference.Of(number), AssociationId = found.AssociationId, Scheme = named, Month = of, Currency = rules.Currency.Code, PackageHash = rules.Scheme.Hash,
                    Sha = file.Sha256, Once = once, FileName = file.Name, FiledAt = change.Now, FiledBy = change.Actor.Name, DueOn = rules.Open().DueDate(of), Version = 1,
                };
                db.Add(list);
                var run = Run.Of(RunKind, list.Id.ToString("N"), $"Members paid for by {found.AssociationNumber}, {of}: {file.Name}", new MemberListRunInput(list.Id), change, change.Actor.Association, local: true);
                db.Runs.Add(run);
                await db.SaveAsync(change, ct);
                list.RunId = run.Id;
                await db.SaveAsync(change, ct);
            },
            ct);
        return list is null ? throw new InvalidOperationException("The transaction ended without a list.") : new MemberListFiled(list.Id, list.PaymentReference, list.RunId, false);
    }

    /// <summary>Gives a list up of which nothing is paid; its members may be named by another.</summary>
    /// <exception cref="Refused">It is still being read, withdrawn already, or something is paid. One whose reading was stopped or broke off may be withdrawn.</exception>
    public async Task WithdrawAsync(string reference, Change change, CancellationToken ct) => await db.WriteAsync(
        async () =>
        {
            var (list, _) = await find.ReadAsync(reference, change.Actor, ct);
            await PayMembers.HoldAsync(db, list.AssociationId, ct);
            await db.Entry(list).ReloadAsync(ct);
            var reading = list is { IssuedAt: null, WithdrawnAt: null } && !await find.BrokenOffAsync(list, ct);
            if (reading || list.WithdrawnAt is not null || list.PaidMinor > 0)
            {
                throw new Refused("members.not-withdrawable", reading ? "The list is being read; wait until that has ended." : list.WithdrawnAt is not null ? "The list is withdrawn already." : "Something of this list is paid; it stays.");
            }

            await db.Set<MemberListLine>().Where(l => l.ListId == list.Id).ExecuteUpdateAsync(s => s.SetProperty(l => l.Once, (string?)null).SetProperty(l => l.Struck, l => l.Struck ?? "withdrawn"), ct);
            (list.WithdrawnAt, list.Once, list.AmountMinor, list.Members, list.Version) = (change.Now, null, 0, 0, list.Version + 1);
            await db.SaveAsync(change, ct);
        },
        ct);

    private async Task CheckAsync(string sha, CancellationToken ct)
    {
        await using (var opened = files.Open(sha))
        {
            await TabularFile.CheckAsync(opened, MemberListRow.Format, ct);
        }

        await using var content = files.Open(sha);
        var table = await TabularFile.OpenAsync(content, MemberListRow.Format, ct);
        await foreach (var row in table.ReadAsync(1, ct))
        {
            if ((!row.Has("number") && !row.Has("member_number")) || (!row.Has("earnings") && !row.Has("amount")))
            {
                throw new Refused("members.columns", "The file needs the column number or member_number, and the column earnings or amount.", "file");
            }

            break;
        }
    }
}
