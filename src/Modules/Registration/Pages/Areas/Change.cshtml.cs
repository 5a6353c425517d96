using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Registration.Areas;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.Areas;

[Authorize(May.ManageAreas)]
public sealed class ChangeModel(BrowseAreas browse, ChangeAreas change, CurrentActor actor, IStringLocalizer<RegistrationTexts> texts) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Code { get; set; } = "";

    [BindProperty]
    public string What { get; set; } = "";

    [BindProperty]
    public string Name { get; set; } = "";

    [BindProperty]
    public string Into { get; set; } = "";

    /// <summary>A line for each new area: code; name; codes of the areas in it.</summary>
    [BindProperty]
    public string Parts { get; set; } = "";

    [BindProperty]
    public DateOnly? On { get; set; }

    [BindProperty]
    public string Reason { get; set; } = "";

    public AreaRecord Record { get; private set; } = null!; // Read before the page is drawn.

    public Task OnGetAsync(CancellationToken ct) => OnRedisplayAsync();

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (On is not { } on)
        {
            Refuse(nameof(On), texts["Enter the day."]);
            return Page();
        }

        var run = What switch
        {
            "rename" => await change.RenameAsync(Code, Name, on, actor.Change("areas.rename", Reason), ct),
            "merge" => await change.MergeAsync(Code, Into, on, actor.Change("areas.merge", Reason), ct),
            "split" => await change.SplitAsync(Code, Read(), on, actor.Change("areas.split", Reason), ct),
            _ => 0,
        };
        if (run == 0)
        {
            Refuse(nameof(What), texts["Choose what happened."]);
            return Page();
        }

        Done(texts["The area is changed; its people are carried along."]);
        return Redirect($"/areas/{Code}");
    });

    protected override async Task OnRedisplayAsync() => Record = await browse.ReadAsync(Code, HttpContext.RequestAborted);

    private List<NewPart> Read() =>
    [
        .. Parts.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(';', StringSplitOptions.TrimEntries))
            .Select(cells => new NewPart(cells[0], cells.ElementAtOrDefault(1) ?? "") { Takes = [.. (cells.ElementAtOrDefault(2) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)] }),
    ];
}
