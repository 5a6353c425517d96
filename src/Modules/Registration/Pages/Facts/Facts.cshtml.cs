using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Spmis.Registration.Facts;
using Spmis.Registration.Forms;
using Spmis.Registration.Objections;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Pages.Facts;

[Authorize(May.ReadPersons)]
public sealed class FactsModel(ReadPerson read, ReadFacts facts, ReadObjections objections, FormBook book, IAuthorizationService authorization, TimeProvider time) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    public PersonRecord Record { get; private set; } = null!; // Read before the page is drawn.

    public FurtherFacts Facts { get; private set; } = null!; // As above.

    public IReadOnlyList<Objection> Objections { get; private set; } = [];

    public IReadOnlyList<FormDefinition> Forms { get; } = book.On(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));

    public async Task OnGetAsync(CancellationToken ct)
    {
        Record = await read.ShownAsync(Number, ct);
        Objections = await objections.OfAsync(Number, ct);
        Facts = await facts.HandleAsync(Record.Person, (await authorization.AuthorizeAsync(User, May.ReadSensitive)).Succeeded, ct);
    }
}

/// <summary>Words of facts.</summary>
public static class FactText
{
    /// <summary>What the data are used for.</summary>
    public static string Purpose(string purpose, IStringLocalizer T) => purpose switch
    {
        "sharing" => T["Sharing with other programmes"],
        "research" => T["Research, in files with a pseudonym"],
        "messages" => T["Messages to the telephone"],
        "photograph" => T["Photograph"],
        "contributions" => T["Keeping the record of contributions"],
        "benefits" => T["Deciding on benefits"],
        "payments" => T["Paying benefits"],
        "comparison" => T["Comparing with other records, such as to find duplicates"],
        "statistics" => T["Statistics without names"],
        _ => purpose,
    };

    /// <summary>What a number is.</summary>
    public static string Type(string type, IStringLocalizer T) => type switch
    {
        Identifier.National => T["National id"],
        "passport" => T["Passport"],
        "refugee-card" => T["Refugee card"],
        "birth-certificate" => T["Birth certificate"],
        "driving-licence" => T["Driving licence"],
        "voter-card" => T["Voter card"],
        "tax-number" => T["Tax number"],
        "other" => T["Other number"],
        _ => type,
    };

    /// <summary>How a number was verified.</summary>
    public static string Verified(string? how, IStringLocalizer T) => how switch
    {
        "document-seen" => T["Document seen"],
        "issuer-asked" => T["Asked at the issuer"],
        "biometric" => T["Fingerprint or face checked by the issuer"],
        _ => "",
    };
}
