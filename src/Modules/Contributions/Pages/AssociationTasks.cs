using Microsoft.Extensions.Localization;
using Spmis.Contributions.Associations;
using Spmis.Contributions.Copies;
using Spmis.Kernel.Acts;
using Spmis.Values;
using Spmis.Web.Home;
using Spmis.Web.Parts;
using Spmis.Web.Shell;

namespace Spmis.Contributions.Pages;

/// <summary>What an association finds on its home page: the lists to pay with their days, and members of this month and the last for whom it has named nothing.</summary>
public sealed class AssociationTasks(ReadAssociationDues dues, FindMemberLists find, SchemeBook schemes, IStringLocalizer<ContributionsTexts> T, Show show, TimeProvider time)
{
    private const int Most = 5;

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    internal async Task<IReadOnlyList<HomeTask>> TasksAsync(Actor actor, CancellationToken ct)
    {
        if (await OwnAsync(actor, ct) is not { } own)
        {
            return [];
        }

        List<HomeTask> tasks = [];
        var open = await dues.OpenAsync(own.AssociationId, Most + 1, ct);
        tasks.AddRange(open.Take(Most).Select((l, i) => new HomeTask(
            T["Pay the member list of {0}: {1}", show.Month(l.Month), Money(l.AmountMinor - l.PaidMinor, l.Currency)], $"/member-lists/{l.PaymentReference}",
            l.DueOn < Today ? T["The day was {0}", show.Date(l.DueOn)] : T["Due until {0}", show.Date(l.DueOn)], TagKind.Wait, May.OwnMemberLists, i)));
        if (open.Count > Most)
        {
            tasks.Add(new(T["See all that is due"], "/association/payments", T["More lists"], TagKind.Wait, May.OwnMemberLists, Most));
        }

        foreach (var scheme in await dues.SchemesAsync(ct))
        {
            if (await dues.PaysAsync(own.AssociationId, scheme, Month.Of(Today), ct))
            {
                tasks.AddRange(await UnnamedAsync(own, scheme, ct));
            }
        }

        return tasks;
    }

    internal async Task<IReadOnlyList<HomeStat>> StatsAsync(Actor actor, CancellationToken ct)
    {
        if (await OwnAsync(actor, ct) is not { } own)
        {
            return [];
        }

        var open = (await dues.DuesAsync(own.AssociationId, ct)).GroupBy(d => d.Currency);
        var held = await find.HeldAsync(own.AssociationId, ct);
        return
        [
            .. open.Select(o => new HomeStat(Money(o.Sum(d => d.OpenMinor), o.Key), T["to pay for members"], "/association/payments", May.OwnMemberLists, 10)),
            .. held.Select(h => new HomeStat(Money(h.Minor, h.Currency), T["of your money held"], "/association/payments/statement", May.OwnMemberLists, 20)),
            new HomeStat($"{Today.Year}", T["year view: paid for whom"], "/association/payments/year", May.OwnMemberLists, 30),
        ];
    }

    /// <summary>Of this month and the last one, while the day to pay is not past.</summary>
    private async Task<List<HomeTask>> UnnamedAsync(AssociationCopy own, string scheme, CancellationToken ct)
    {
        List<HomeTask> tasks = [];
        foreach (var month in new[] { Month.Of(Today).Add(-1), Month.Of(Today) })
        {
            if (!await schemes.IsInForceAsync(scheme, month, long.MaxValue, ct))
            {
                continue;
            }

            var due = (await schemes.ForMonthAsync(scheme, month, ct)).Open().DueDate(month);
            if (due >= Today && await dues.CountUnnamedAsync(own.AssociationId, scheme, month, ct) is > 0 and var count)
            {
                tasks.Add(new HomeTask(T["Name the members you pay for in {0}: {1} not named yet", show.Month(month), show.Count(count)], $"/association/payments/new?month={month}&scheme={Uri.EscapeDataString(scheme)}", T["Due until {0}", show.Date(due)], TagKind.Info, May.OwnMemberLists, 10));
            }
        }

        return tasks;
    }

    /// <summary>Null while word of the association has not arrived here, or for an account that is tied to none.</summary>
    private async Task<AssociationCopy?> OwnAsync(Actor actor, CancellationToken ct)
    {
        try
        {
            return await dues.OwnAsync(actor, ct);
        }
        catch (Refused refused) when (refused.Code is "association.unknown" or "account.no-association")
        {
            return null;
        }
    }

    private string Money(long minor, string currency) => show.Money(new Money(minor, Currency.Of(currency)));
}
