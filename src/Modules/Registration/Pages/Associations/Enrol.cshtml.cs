using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Registration.Associations;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.Associations;

[Authorize(May.KeepAssociations)]
[RequestSizeLimit(LargestUpload)]
[RequestFormLimits(MultipartBodyLengthLimit = LargestUpload)]
public sealed class EnrolModel(ReadAssociation read, EnrolMember enrol, StartMemberList start, CurrentActor actor, IStringLocalizer<RegistrationTexts> texts) : FormPage
{
    private const long LargestUpload = 256L * 1024 * 1024;

    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    [BindProperty]
    public string Person { get; set; } = "";

    [BindProperty]
    public string MemberNumber { get; set; } = "";

    [BindProperty]
    public string Role { get; set; } = "member";

    [BindProperty]
    public DateOnly? From { get; set; }

    [BindProperty]
    public new IFormFile? File { get; set; }

    public Association Association { get; private set; } = null!; // Read before the page is drawn.

    public IEnumerable<Choice> Roles => AssociationMember.Roles.Select(r => new Choice(r.Key, texts[r.Value.ToString()]));

    public Task OnGetAsync(CancellationToken ct) => LoadAsync(ct);

    public Task<IActionResult> OnPostOneAsync(CancellationToken ct) => TryAsync(async () =>
    {
        await enrol.HandleAsync(Number, new NewMember { Person = Person, MemberNumber = MemberNumber, Role = AssociationMember.Roles.TryGetValue(Role, out var role) ? role : null, From = From }, actor.Change("associations.enrol"), ct);
        Done(texts["The member is enrolled."]);
        return Redirect($"/associations/{Number}");
    });

    public Task<IActionResult> OnPostFileAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (File is null)
        {
            Refuse(nameof(File), texts["Choose a file."]);
            return Page();
        }

        await using var content = File.OpenReadStream();
        var started = await start.HandleAsync(Number, content, File.FileName, actor.Change("associations.list"), ct);
        Done(started.SentBefore ? texts["This very file was imported before; this is what came of it. Nothing was done again."] : texts["The import has started."]);
        return Redirect($"/registration/runs/{started.RunId}");
    });

    protected override Task OnRedisplayAsync() => LoadAsync(HttpContext.RequestAborted);

    private async Task LoadAsync(CancellationToken ct) => Association = await read.HandleAsync(Number, ct);
}
