using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.Associations;
using Spmis.Contributions.Copies;
using Spmis.Kernel.Access;
using Spmis.Values;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Contributions.Pages.OwnAssociation;

/// <summary>A member as the form has it.</summary>
public sealed class ChosenMember
{
    public string Number { get; set; } = "";

    public bool Taken { get; set; }

    public string Amount { get; set; } = "";
}

/// <summary>The own association chooses for which members of a month it pays and how much; they become one list with one payment reference.</summary>
[Authorize(Policy = May.OwnMemberLists)]
public sealed class ChooseModel(ReadAssociationDues dues, FileMemberList file, SchemeBook schemes, CurrentActor current, TimeProvider time, Show show, IStringLocalizer<ContributionsTexts> T) : FormPage
{
    private Dictionary<string, UnnamedMember> known = [];

    /// <summary>This month when left out.</summary>
    [BindProperty(SupportsGet = true)]
    public Month? Month { get; set; }

    [BindProperty(SupportsGet = true)]
    public string Scheme { get; set; } = "";

    [BindProperty]
    public List<ChosenMember> Rows { get; set; } = [];

    public AssociationCopy Own { get; private set; } = null!; // Loaded before the page is drawn.

    public IReadOnlyList<string> Schemes { get; private set; } = [];

    public IEnumerable<Choice> SchemeChoices => Schemes.Select(s => new Choice(s, s));

    public Currency Currency { get; private set; }

    /// <summary>How many members of the month nobody is named for.</summary>
    public int Count { get; private set; }

    public Month Of => Month ?? Values.Month.Of(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));

    /// <summary>The scheme chosen, or the only one there is; empty while it must be chosen.</summary>
    public string Chosen => Scheme.Length > 0 ? Scheme : Schemes.Count == 1 ? Schemes[0] : "";

    public string Address => $"/association/payments/new?month={Of}&scheme={Uri.EscapeDataString(Chosen)}";

    /// <summary>What the form would come to, as it is drawn.</summary>
    public string Total => show.Money(new Money(known.Values.Sum(m => m.LastMinor ?? 0), Currency));

    public UnnamedMember? Member(ChosenMember row) => known.GetValueOrDefault(row.Number);

    public async Task OnGetAsync(CancellationToken ct)
    {
        await LoadAsync(ct);
        Rows = [.. known.Values.OrderBy(m => m.Number, StringComparer.Ordinal).Select(m => new ChosenMember { Number = m.Number, Taken = m.LastMinor is not null, Amount = m.LastMinor is { } minor ? new Money(minor, Currency).ToPlain() : "" })];
    }

    /// <summary>All members of the month whom no list names, as a file to fill in.</summary>
    public async Task<IActionResult> OnGetCsvAsync(CancellationToken ct)
    {
        var own = await dues.OwnAsync(current.Actor, ct);
        var scheme = await schemes.SchemeAsync(Scheme, ct);
        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = $"attachment; filename=\"members-{own.AssociationNumber}-{Of}.csv\"";
        await dues.WriteUnnamedAsync(own.AssociationId, scheme, Of, Response.Body, ct);
        return new EmptyResult();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        var own = current.Actor.OwnAssociation();
        var scheme = await schemes.SchemeAsync(Scheme, ct);
        var currency = await schemes.CurrencyOfAsync(scheme, ct);
        var text = new StringBuilder("number,amount\n");
        var taken = 0;
        for (var i = 0; i < Rows.Count && i < ReadAssociationDues.MostChosen; i++)
        {
            if (!Rows[i].Taken)
            {
                continue;
            }

            taken++;
            if (ReadMoney($"Rows[{i}].Amount", Rows[i].Amount, currency) is { Minor: > 0 } amount)
            {
                text.Append(string.Concat(Rows[i].Number.Where(char.IsAsciiDigit))).Append(',').Append(amount.ToPlain()).Append('\n');
            }
            else
            {
                Refuse($"Rows[{i}].Amount", T["Enter what is paid for this member, or take the member out."]);
            }
        }

        if (taken == 0)
        {
            Refuse(null, T["Choose at least one member."]);
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        await using var content = new MemoryStream(Encoding.UTF8.GetBytes(text.ToString()));
        var filed = await file.HandleAsync(own, Of, scheme, content, $"chosen-{Of}.csv", current.Change("members.file"), ct);
        Done(filed.AlreadyFiled ? T["This very file was filed for this month before; this is that list."] : T["The list is being read."]);
        return Redirect($"/member-lists/{filed.PaymentReference}");
    });

    protected override Task OnRedisplayAsync() => LoadAsync(HttpContext.RequestAborted);

    private async Task LoadAsync(CancellationToken ct)
    {
        Own = await dues.OwnAsync(current.Actor, ct);
        Schemes = await dues.SchemesAsync(ct);
        if (Chosen.Length == 0)
        {
            return;
        }

        Scheme = await schemes.SchemeAsync(Chosen, ct);
        Currency = await schemes.CurrencyOfAsync(Scheme, ct);
        Count = await dues.CountUnnamedAsync(Own.AssociationId, Scheme, Of, ct);
        known = (await dues.UnnamedAsync(Own.AssociationId, Scheme, Of, null, ReadAssociationDues.MostChosen, ct)).ToDictionary(m => m.Number);
    }
}
