using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Profiles;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Values;

namespace Spmis.Contributions.Api;

/// <summary>A return as the API gives it.</summary>
public sealed record ReturnAnswer(
    Guid Id, string EmployerNumber, string Month, string Scheme, string Kind, string State, DateTime FiledAt, long? RunId, long Lines, long Accepted, long Refused, string Wages, string Base, string EmployeeShare, string EmployerShare, string Due, string Currency, string Standing)
{
    internal static ReturnAnswer Of(Return r, Bill? bill)
    {
        var currency = Values.Currency.Of(r.Currency);
        string Plain(long minor) => new Money(minor, currency).ToPlain();
        return new ReturnAnswer(
            r.Id, r.EmployerNumber, r.Month.ToString(), r.Scheme, FileReturn.Word(r.Kind), r.State.ToString(), r.FiledAt, r.RunId, r.Lines, r.Accepted, r.Refused,
            Plain(r.WageMinor), Plain(r.BaseMinor), Plain(r.EmployeeMinor), Plain(r.EmployerMinor), Plain(r.DueMinor), r.Currency, Returns.Standing.Of(r, bill).ToString());
    }
}

/// <summary>A return just filed.</summary>
public sealed record FiledAnswer(Guid ReturnId, long? RunId, bool AlreadyFiled, string Note);

/// <summary>What filing a file would bring, as the API gives it.</summary>
public sealed record CheckAnswer(
    string Profile, bool Recognised, long Lines, long Accepted, long Unknown, long Refused, string Wages, string Base, string EmployeeShare, string EmployerShare, string Currency, IReadOnlyList<ProblemAnswer> Problems, IReadOnlyList<ProblemAnswer> Warnings,
    string Due, IReadOnlyList<SubsidyPart> Subsidies, string Owed)
{
    /// <summary>From what was found.</summary>
    public static CheckAnswer Of(CheckedReturn c) => new(
        c.Profile.Name, c.Recognised, c.Lines, c.Accepted, c.Unknown, c.Refused, c.Wages.ToPlain(), c.Base.ToPlain(), c.EmployeeShare.ToPlain(), c.EmployerShare.ToPlain(), c.Wages.Currency.Code,
        [.. c.Problems.Select(ProblemAnswer.Of)], [.. c.Warnings.Select(ProblemAnswer.Of)],
        c.Due.ToPlain(), [.. c.Subsidies.Select(s => new SubsidyPart(s.Name, new Money(s.Minor, c.Wages.Currency).ToPlain()))], c.Owed.ToPlain());
}

/// <summary>What a programme of third payers takes on of a return; negative when it is taken back.</summary>
public sealed record SubsidyPart(string Programme, string Amount);

/// <summary>What is wrong with a line of a file.</summary>
public sealed record ProblemAnswer(long Line, string? Column, string? Value, string Code, string Text, string Remedy)
{
    internal static ProblemAnswer Of(Kernel.Files.LineProblem p) => new(p.Line, p.Column, p.Value, p.Code, p.Text, p.Remedy);
}

/// <summary>A filing layout as the API gives it.</summary>
public sealed record ProfileAnswer(string Name, string Title, string Form, string? Issuer, IReadOnlyList<string> Fields, IReadOnlyList<string> ControlTotals, string Source)
{
    /// <summary>From the layout.</summary>
    public static ProfileAnswer Of(Profile p) => new(p.Name, p.Title, p.Form.ToString().ToLowerInvariant(), p.Issuer, [.. p.Lines.Fields.Select(f => f.Name)], [.. p.Totals.Select(t => t.Field)], p.Source);
}

/// <summary>An employer's number in a layout of its own numbers.</summary>
public sealed record ReferenceBody(string Issuer, string Reference);

/// <summary>A line's verdict as the API gives it.</summary>
public sealed record LineAnswer(long Line, string Verdict, string? WorkerNumber, string? SentNumber, string? Name, string Wage, string Base, string EmployeeShare, string EmployerShare, IReadOnlyList<ReasonAnswer> Reasons)
{
    internal static LineAnswer Of(LineView v, Currency currency)
    {
        string Plain(long minor) => new Money(minor, currency).ToPlain();
        return new LineAnswer(
            v.Line.Line, v.Line.Verdict.ToString(), v.Number, v.Line.WorkerNumber, v.Name ?? v.Line.SentName, Plain(v.Line.WageMinor), Plain(v.Line.BaseMinor), Plain(v.Line.EmployeeMinor), Plain(v.Line.EmployerMinor),
            [.. v.Reasons.Select(r => new ReasonAnswer(r.Code, r.Column, r.Value, r.Text))]);
    }
}

/// <summary>Why a line was refused, or what to look at.</summary>
public sealed record ReasonAnswer(string? Code, string? Column, string? Value, string? Text);

/// <summary>The working of a line.</summary>
public sealed record WorkingAnswer(string Scheme, string Version, string Hash, IReadOnlyDictionary<string, string> Steps);

/// <summary>Endpoints for returns.</summary>
internal static class ReturnsApi
{
    private const long MaxReturn = 200L * 1024 * 1024;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/returns", FileAsync).Writes(ContributionsModule.ModuleName, May.FileReturns).TakesFiles(MaxReturn).DisableAntiforgery().WithSummary("File a return: multipart with employerNumber, month, kind (original, supplementary, correction, nil), profile (a filing layout; left out, it is recognised) and file. The same file twice is counted once.");
        api.MapPost("/returns/check", CheckAsync).Reads(May.FileReturns).TakesFiles(MaxReturn).DisableAntiforgery().WithSummary("Dry run of filing, with the same fields: verdicts and totals; nothing is changed and the file is not kept.");
        api.MapGet("/profiles", (ProfileBook book) => book.All.Select(ProfileAnswer.Of)).Reads(May.ReadReturns).WithSummary("The filing layouts known.");
        api.MapPut("/employers/{number}/reference", ReferenceAsync).Writes(ContributionsModule.ModuleName, May.AssignReceipts).WithSummary("Enter what an employer is called in a layout with numbers of its own.");
        api.MapGet("/returns", async (FindReturns act, CurrentActor actor, string? employer, bool? refused, Guid? after, int? limit, CancellationToken ct) =>
        {
            var found = await act.ListAsync(actor.Actor, employer, refused ?? false, after, limit ?? 25, ct);
            var bills = await act.BillsAsync(found, ct);
            return found.Select(r => ReturnAnswer.Of(r, bills.GetValueOrDefault(r.Id)));
        }).Reads(May.ReadReturns).WithSummary("Returns, the latest first.");
        api.MapGet("/returns/{id:guid}", async (FindReturns act, CurrentActor actor, Guid id, CancellationToken ct) =>
        {
            var found = await act.ReadAsync(id, actor.Actor, ct);
            return ReturnAnswer.Of(found.Return, found.Bill);
        }).Reads(May.ReadReturns).WithSummary("A return.");
        api.MapGet("/returns/{id:guid}/lines", LinesAsync).Reads(May.ReadReturns).WithSummary("Verdicts line by line.");
        api.MapGet("/returns/{id:guid}/lines/{line:long}/working", WorkingAsync).Reads(May.ReadReturns).WithSummary("How a line's contribution was worked out.");
    }

    private static async Task<FiledAnswer> FileAsync(FileReturn act, CurrentActor actor, HttpRequest request, CancellationToken ct)
    {
        var filed = await FormAsync(request, input => act.HandleAsync(input, actor.Change("returns.file"), ct), ct);
        return new FiledAnswer(filed.ReturnId, filed.RunId, filed.AlreadyFiled, filed.Note);
    }

    private static async Task<CheckAnswer> CheckAsync(CheckReturn act, CurrentActor actor, HttpRequest request, CancellationToken ct) =>
        CheckAnswer.Of(await FormAsync(request, input => act.HandleAsync(input, actor.Change("returns.check"), ct), ct));

    private static async Task<IResult> ReferenceAsync(EmployerReferences act, CurrentActor actor, string number, ReferenceBody body, CancellationToken ct)
    {
        await act.SetAsync(number, body.Issuer ?? "", body.Reference ?? "", actor.Change("employers.reference"), ct);
        return Results.NoContent();
    }

    private static async Task<T> FormAsync<T>(HttpRequest request, Func<NewReturn, Task<T>> act, CancellationToken ct)
    {
        if (!request.HasFormContentType)
        {
            throw new Refused("return.no-form", "Send multipart/form-data with the fields employerNumber, month, kind and file.");
        }

        var form = await request.ReadFormAsync(ct);
        var file = form.Files.GetFile("file");
        await using var content = file?.OpenReadStream();
        return await act(new NewReturn
        {
            EmployerNumber = form["employerNumber"].ToString(),
            Month = Month.TryParse(form["month"].ToString(), out var month) ? month : throw new Refused("return.month", $"'{form["month"]}' is no month; write it as 2026-03.", "month"),
            Kind = Enum.TryParse<ReturnKind>(form["kind"].ToString(), ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : throw new Refused("return.kind", $"'{form["kind"]}' is no kind of return; use original, supplementary, correction or nil.", "kind"),
            Scheme = form["scheme"].ToString() is { Length: > 0 } scheme ? scheme : null,
            Profile = form["profile"].ToString() is { Length: > 0 } profile ? profile : null,
            File = content, FileName = file?.FileName ?? "return.csv", Length = file?.Length,
        });
    }

    private static async Task<IEnumerable<LineAnswer>> LinesAsync(FindReturns act, CurrentActor actor, Guid id, bool? problems, long? after, int? limit, CancellationToken ct)
    {
        var filed = (await act.ReadAsync(id, actor.Actor, ct)).Return;
        var currency = Currency.Of(filed.Currency);
        return (await act.LinesAsync(filed, problems ?? false, after ?? 0, Math.Min(limit ?? 100, FindReturns.Most), ct)).Select(l => LineAnswer.Of(l, currency));
    }

    private static async Task<WorkingAnswer> WorkingAsync(ExplainLine act, CurrentActor actor, Guid id, long line, CancellationToken ct)
    {
        var working = await act.HandleAsync(id, line, actor.Actor, ct);
        return new WorkingAnswer(working.Scheme.Id, working.Scheme.Version, working.Scheme.Hash, working.Steps.ToDictionary(s => s.Rule, s => s.Explanation.ToText()));
    }
}
