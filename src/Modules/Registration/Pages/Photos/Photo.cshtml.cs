using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Registration.Facts;
using Spmis.Registration.Persons;
using Spmis.Registration.Photos;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.Photos;

/// <summary>A person's photograph: shown, taken in, replaced, removed.</summary>
[Authorize(May.SeePhotos)]
[RequestSizeLimit(MostRequest)]
[RequestFormLimits(MultipartBodyLengthLimit = MostRequest)]
public sealed class PhotoModel(ReadPerson read, ReadFacts facts, KeepPhoto keep, CurrentActor actor, IAuthorizationService authorization, IStringLocalizer<RegistrationTexts> texts) : FormPage
{
    /// <summary>A little more than a picture, so that one that is too large is told so on the page.</summary>
    private const long MostRequest = 2 * PhotoPicture.MostBytes;

    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    [BindProperty]
    public IFormFile? Upload { get; set; }

    [BindProperty]
    public string? Evidence { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public PersonRecord Record { get; private set; } = null!; // Read before the page is drawn.

    /// <summary>Whether consent to a photograph is on record.</summary>
    public bool Consented { get; private set; }

    public Task OnGetAsync(CancellationToken ct) => OnRedisplayAsync();

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        await DemandAsync();
        await using var content = Upload?.OpenReadStream();
        try
        {
            await keep.HandleAsync(Number, content, actor.Change("photos.take", evidence: Evidence), ct);
        }
        catch (Refused refused) when (refused.Field == "file")
        {
            Refuse(nameof(Upload), refused.Message);
            return Page();
        }

        Done(texts["The photograph is kept."]);
        return Redirect($"/persons/{Number}");
    });

    public Task<IActionResult> OnPostRemoveAsync(CancellationToken ct) => TryAsync(async () =>
    {
        await DemandAsync();
        await keep.RemoveAsync(Number, actor.Change("photos.remove", Reason), ct);
        Done(texts["The photograph is removed."]);
        return Redirect($"/persons/{Number}");
    });

    protected override async Task OnRedisplayAsync()
    {
        Record = await read.HandleAsync(Number, HttpContext.RequestAborted);
        Consented = (await facts.HandleAsync(Record.Person, false, HttpContext.RequestAborted)).Consents.Any(c => c.WithdrawnOn is null && c.Purpose == KeepPhoto.Purpose);
    }

    private async Task DemandAsync()
    {
        if (!(await authorization.AuthorizeAsync(User, May.KeepPhotos)).Succeeded)
        {
            throw new Refused("access.forbidden", texts["You may not take in or remove photographs."]);
        }
    }
}

/// <summary>The picture itself. Nothing keeps a copy on the way, so that every look is on the record.</summary>
[Authorize(May.SeePhotos)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class PhotoFileModel(ReadPhoto read) : PageModel
{
    public async Task<IActionResult> OnGetAsync(string number, CancellationToken ct) => File(await read.HandleAsync(number, ct), ReadPhoto.ContentType);
}

/// <summary>The own one, in the own account.</summary>
[Authorize(May.ReadOwn)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class MyPhotoModel(ReadPhoto read, CurrentActor current) : PageModel
{
    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => File(await read.HandleAsync(current.Actor.OwnNumber(), ct), ReadPhoto.ContentType);
}
