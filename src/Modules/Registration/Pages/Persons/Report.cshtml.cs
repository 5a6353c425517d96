using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Kernel.Access;
using Spmis.Registration.Facts;
using Spmis.Registration.Objections;
using Spmis.Registration.Persons;
using Spmis.Registration.Photos;

namespace Spmis.Registration.Pages.Persons;

/// <summary>"What do you hold on me, who looked, and why": the answer to a person's request, composed of what each module holds. A module that does not answer is a visible gap.</summary>
public abstract class ReportPage(ReadPerson read, ReadFacts facts, ReadPhoto photos, ReadObjections objections, TimeProvider time) : PageModel
{
    /// <summary>To be given to the person as a file.</summary>
    [BindProperty(SupportsGet = true)]
    public bool AsFile { get; set; }

    public PersonRecord Record { get; private set; } = null!; // Read before the page is drawn.

    public FurtherFacts Facts { get; private set; } = null!; // As above.

    /// <summary>Whether the reader may see sensitive facts; who may not gives the person a report with dots.</summary>
    public bool Sensitive { get; private set; }

    /// <summary>The photograph, where the reader may see it: in a file the picture itself, so that who is given the file has it.</summary>
    public Portrait? Portrait { get; private set; }

    public DateTime At { get; } = time.GetUtcNow().UtcDateTime;

    /// <summary>Objections to the use of the data, with what was answered.</summary>
    public IReadOnlyList<Objection> Objections { get; private set; } = [];

    protected async Task LoadAsync(string number, bool own, bool sensitive, string? photoAt, CancellationToken ct)
    {
        Record = own ? await read.HandleAsync(number, ct) : await read.ShownAsync(number, ct);
        Objections = await objections.OfAsync(number, ct);
        Sensitive = sensitive;
        Facts = await facts.HandleAsync(Record.Person, Sensitive, ct);
        if (photoAt is not null && Record.Photo is { } photo)
        {
            Portrait = new Portrait(AsFile ? $"data:{ReadPhoto.ContentType};base64,{Convert.ToBase64String(await photos.HandleAsync(number, ct))}" : photoAt, photo, Record.Person.Name);
        }

        if (AsFile)
        {
            Response.Headers.ContentDisposition = $"attachment; filename=\"report-{Record.Person.Number}.html\"";
        }
    }
}

/// <summary>Given by an officer.</summary>
[Authorize(May.ReportOnPersons)]
public sealed class ReportModel(ReadPerson read, ReadFacts facts, ReadPhoto photos, ReadObjections objections, IAuthorizationService authorization, TimeProvider time) : ReportPage(read, facts, photos, objections, time)
{
    public async Task OnGetAsync(string number, CancellationToken ct) => await LoadAsync(number, own: false, (await authorization.AuthorizeAsync(User, May.ReadSensitive)).Succeeded, (await authorization.AuthorizeAsync(User, May.SeePhotos)).Succeeded ? $"/persons/{number}/photo/file" : null, ct);
}

/// <summary>Asked for by the person, in the own account: nothing of oneself is hidden from oneself.</summary>
[Authorize(May.ReadOwn)]
public sealed class MyReportModel(ReadPerson read, ReadFacts facts, ReadPhoto photos, ReadObjections objections, CurrentActor current, TimeProvider time) : ReportPage(read, facts, photos, objections, time)
{
    public Task OnGetAsync(CancellationToken ct) => LoadAsync(current.Actor.OwnNumber(), own: true, sensitive: true, "/me/photo", ct);
}
