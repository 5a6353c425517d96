using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Statistics;
using Spmis.Web.Forms;
using Spmis.Web.Work;

namespace Spmis.Web.Pages.Statistics;

/// <summary>Prepares an extract for statistics; a second person approves it.</summary>
[Authorize(Policy = StatisticsPermissions.Prepare)]
public sealed class StatisticsFormModel(HostedModules modules, IEnumerable<IStatisticsSet> sets, CurrentActor current, IStringLocalizer<Texts> texts) : FormPage
{
    private const int UsualDays = 90;

    [BindProperty(SupportsGet = true)] public string Module { get; set; } = "";

    [BindProperty(SupportsGet = true)] public string Name { get; set; } = "";

    [BindProperty] public string Form { get; set; } = nameof(ExtractForm.Table);

    [BindProperty] public List<string?> Columns { get; set; } = [];

    [BindProperty] public string Project { get; set; } = "";

    [BindProperty] public string Purpose { get; set; } = "";

    [BindProperty] public string Recipient { get; set; } = "";

    [BindProperty] public string LegalBasis { get; set; } = "";

    [BindProperty] public string SmallestCell { get; set; } = PrepareExtract.UsualSmallest.ToString(CultureInfo.InvariantCulture);

    [BindProperty] public DateOnly? KeepUntil { get; set; }

    public IStatisticsSet Set { get; private set; } = null!; // Loaded before the page is drawn.

    public IReadOnlyList<Choice> Forms => [new(nameof(ExtractForm.Table), texts["extract-form:Table"]), new(nameof(ExtractForm.Records), texts["extract-form:Records"])];

    public IReadOnlyList<Choice> ColumnChoices => [.. Set.Columns.Select(c => new Choice(c.Name, $"{c.Name} – {texts[c.Text]}"))];

    public async Task OnGetAsync()
    {
        KeepUntil = current.Change("").Today.AddDays(UsualDays);
        await OnRedisplayAsync();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!int.TryParse(Digits.ToAscii(SmallestCell.Trim()), NumberStyles.None, CultureInfo.InvariantCulture, out var smallest))
        {
            Refuse(nameof(SmallestCell), texts["Write a whole number, such as 5."]);
        }

        if (KeepUntil is not { } until)
        {
            Refuse(nameof(KeepUntil), texts["Give the last day."]);
            return Page();
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        var extract = new NewExtract
        {
            Set = Name, Form = Enum.TryParse<ExtractForm>(Form, out var form) ? form : throw new Refused("statistics.form", texts["Choose a table or records."], nameof(Form)),
            Columns = [.. Columns.OfType<string>().Where(c => c.Length > 0)], Project = Project, Purpose = Purpose, Recipient = Recipient, LegalBasis = LegalBasis, SmallestCell = smallest, KeepUntil = until,
        };
        var proposal = await HttpContext.RequestServices.GetRequiredKeyedService<PrepareExtract>(Find().Module).ProposeAsync(extract, current.Change("statistics.extract.prepare"), ct);
        Done(texts["It waits for a second person."]);
        return LocalRedirect($"/proposals/{Module}/{proposal.Id}");
    });

    protected override Task OnRedisplayAsync()
    {
        Set = Find();
        while (Columns.Count < PrepareExtract.MostColumns)
        {
            Columns.Add(null);
        }

        return Task.CompletedTask;
    }

    private IStatisticsSet Find() => modules.Names.Contains(Module) && sets.SingleOrDefault(s => s.Module == Module && s.Name == Name) is { } set ? set : throw new Refused("statistics.set-unknown", $"{Module} has no set '{Name}' for statistics.");
}
