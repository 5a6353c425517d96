using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Kernel.Files;
using Spmis.Registration.Calendars;
using Spmis.Registration.Households;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Api;

/// <summary>Persons as the API takes and gives them; birth dates as 1990-02-28, 1990-02 or 1990.</summary>
public sealed record PersonBody
{
    /// <summary>Given name or names.</summary>
    public string? GivenName { get; init; }

    /// <summary>Father's or other middle names.</summary>
    public string? MiddleName { get; init; }

    /// <summary>Grandfather's name, where names are chains.</summary>
    public string? GrandfatherName { get; init; }

    /// <summary>Another name the person is known by.</summary>
    public string? OtherName { get; init; }

    /// <summary>Family name.</summary>
    public string? FamilyName { get; init; }

    /// <summary>Mother's name.</summary>
    public string? MotherName { get; init; }

    /// <summary>The whole name in native script.</summary>
    public string? NativeName { get; init; }

    /// <summary>F or M.</summary>
    public string? Sex { get; init; }

    /// <summary>Birth date: 1990-02-28, 1990-02 or 1990.</summary>
    public string? BornOn { get; init; }

    /// <summary>gregorian, ethiopian, hijri or nepali: the calendar in which the birth date is written.</summary>
    public string? BirthCalendar { get; init; }

    /// <summary>Whether the birth date is estimated.</summary>
    public bool BirthEstimated { get; init; }

    /// <summary>National id.</summary>
    public string? NationalId { get; init; }

    /// <summary>Whether it was verified against its issuer.</summary>
    public bool NationalIdVerified { get; init; }

    /// <summary>Telephone.</summary>
    public string? Phone { get; init; }

    /// <summary>Area: its code, or names from above with slashes. Gives district and village.</summary>
    public string? Area { get; init; }

    /// <summary>District.</summary>
    public string? District { get; init; }

    /// <summary>Village or town.</summary>
    public string? Village { get; init; }

    /// <summary>employed, self_employed or none.</summary>
    public string? Activity { get; init; }

    /// <summary>As declared.</summary>
    public string? Disability { get; init; }

    /// <summary>Number of the household.</summary>
    public string? HouseholdNumber { get; init; }

    /// <summary>head, spouse, child, parent or other.</summary>
    public string? HouseholdRole { get; init; }

    /// <summary>Agency of the financial address.</summary>
    public string? PayAgency { get; init; }

    /// <summary>Account there.</summary>
    public string? PayAccount { get; init; }

    /// <summary>What the officer says of likely duplicates that were shown.</summary>
    public IReadOnlyList<LikelyDecision> Answers { get; init; } = [];

    internal NewPerson ToInput()
    {
        var calendar = Choose(nameof(BirthCalendar), BirthCalendar, DocumentDate.Words) ?? DocumentCalendar.Gregorian;
        var born = Read(nameof(BornOn), BornOn, (string text, out PartialDate date) => DocumentDate.Read(text, calendar, out date));
        return new NewPerson
        {
            GivenName = GivenName, MiddleName = MiddleName, GrandfatherName = GrandfatherName, OtherName = OtherName, FamilyName = FamilyName, MotherName = MotherName, NativeName = NativeName,
            Sex = Choose(nameof(Sex), Sex, Words.Sexes), BornOn = born?.First, BirthPrecision = born?.Precision ?? DatePrecision.Day, BirthCalendar = calendar, BirthEstimated = BirthEstimated,
            NationalId = NationalId, NationalIdVerified = NationalIdVerified, Phone = Phone, Area = Area, District = District, Village = Village,
            Activity = Choose(nameof(Activity), Activity, Words.Activities), Disability = Disability,
            HouseholdNumber = HouseholdNumber, HouseholdRole = Choose(nameof(HouseholdRole), HouseholdRole, Words.Roles), PayAgency = PayAgency, PayAccount = PayAccount,
        };
    }

    internal static T? Choose<T>(string field, string? text, IReadOnlyDictionary<string, T> allowed)
        where T : struct => Read(field, text, (string t, out T value) => ReadField.Choice(t, allowed, out value));

    private static T? Read<T>(string field, string? text, Reader<T> reader)
        where T : struct
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        return reader(text.Trim(), out var value) is { } problem ? throw new Refused(problem.Code, $"{problem.Text} {problem.Remedy}".Trim(), field) : value;
    }

    private delegate FieldProblem? Reader<T>(string text, out T value);
}

/// <summary>A correction.</summary>
/// <param name="Version">The version that was looked at.</param>
/// <param name="Reason">Why.</param>
/// <param name="Details">The details as they should be.</param>
public sealed record CorrectionBody(long Version, string? Reason, PersonBody Details);

/// <summary>A death.</summary>
/// <param name="DiedOn">Date of death.</param>
/// <param name="Evidence">Certificate or message.</param>
public sealed record DeathBody(DateOnly DiedOn, string? Evidence);

/// <summary>A household to found.</summary>
/// <param name="Head">Registration number of its head.</param>
public sealed record HouseholdBody(string Head);

/// <summary>Number of something made.</summary>
/// <param name="Number">The number.</param>
public sealed record NumberAnswer(string Number);

/// <summary>A likely duplicate.</summary>
public sealed record LikelyAnswerLine(string Number, string Name, DateOnly? BornOn, string? District, string? Village, double Probability, IReadOnlyList<string> Reasons, IReadOnlyList<string> Conflicts, string? Office, bool Elsewhere, bool Restricted = false);

/// <summary>Endpoints for persons and households.</summary>
internal static class PersonsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/persons", (SearchPersons act, string? q, string? area, int? limit, CancellationToken ct) => act.HandleAsync(q, limit ?? 25, ct, area)).Reads(May.ReadPersons)
            .WithSummary("Find persons by number, national id, telephone or the beginning of a name; in an area where one is named.");
        api.MapGet("/persons/{number}", async (ReadPerson act, IAuthorizationService authorization, ClaimsPrincipal user, string number, CancellationToken ct) => PersonAnswer.Of(await act.ShownAsync(number, ct), (await authorization.AuthorizeAsync(user, May.ReadSensitive)).Succeeded)).Reads(May.ReadPersons)
            .WithSummary("A person's record.");
        api.MapPost("/persons/likely", LikelyAsync).Reads(May.RegisterPersons).WithSummary("Likely duplicates of somebody not registered yet.");
        api.MapPost("/persons", RegisterAsync).Writes(RegistrationModule.ModuleName, May.RegisterPersons).WithSummary("Register a person.");
        api.MapPut("/persons/{number}", CorrectAsync).Writes(RegistrationModule.ModuleName, May.CorrectPersons).WithSummary("Correct a person's details.");
        api.MapPost("/persons/{number}/death", DeathAsync).Writes(RegistrationModule.ModuleName, May.CorrectPersons).WithSummary("Record a death.");
        api.MapPost("/households", FoundAsync).Writes(RegistrationModule.ModuleName, May.RegisterPersons).WithSummary("Found a household with its head.");
    }

    private static async Task<IReadOnlyList<LikelyAnswerLine>> LikelyAsync(FindLikely act, PersonBody body, CancellationToken ct) =>
        [.. (await act.HandleAsync(body.ToInput(), ct)).Select(l => new LikelyAnswerLine(l.Number, l.Name, l.BornOn, l.District, l.Village, l.Score.Probability, l.Hidden ? [] : [.. l.Score.Evidence.Select(e => e.Sentence)], l.Hidden ? [] : l.Score.Conflicts, l.Office, l.Elsewhere, l.Restricted))];

    private static async Task<Created> RegisterAsync(RegisterPerson act, CurrentActor actor, PersonBody body, CancellationToken ct)
    {
        var person = await act.HandleAsync(body.ToInput(), body.Answers, actor.Change("persons.register"), ct);
        return new Created($"/api/registration/persons/{person.Number}", new NumberAnswer(person.Number));
    }

    private static async Task<NumberAnswer> CorrectAsync(CorrectDetails act, CurrentActor actor, string number, CorrectionBody body, CancellationToken ct)
    {
        await act.HandleAsync(number, body.Version, body.Details.ToInput(), actor.Change("persons.correct", body.Reason), ct);
        return new NumberAnswer(RegistrationDb.Digits(number));
    }

    private static async Task<NumberAnswer> DeathAsync(RecordDeath act, CurrentActor actor, string number, DeathBody body, CancellationToken ct)
    {
        await act.HandleAsync(number, body.DiedOn, actor.Change("persons.death", evidence: body.Evidence), ct);
        return new NumberAnswer(RegistrationDb.Digits(number));
    }

    private static async Task<Created> FoundAsync(FoundHousehold act, CurrentActor actor, HouseholdBody body, CancellationToken ct)
    {
        var number = await act.HandleAsync(body.Head, actor.Change("households.found"), ct);
        return new Created($"/api/registration/households/{number}", new NumberAnswer(number));
    }
}
