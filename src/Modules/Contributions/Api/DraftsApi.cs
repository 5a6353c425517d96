using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Contributions.Drafts;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Values;

namespace Spmis.Contributions.Api;

/// <summary>A worker of a draft as sent and given. Dates as 2026-03-31, amounts as 1234.50; all are kept as text until the return is submitted.</summary>
public sealed record DraftWorkerBody
{
    /// <summary>Registration number; or leave it out and say who the worker is.</summary>
    public string? WorkerNumber { get; init; }

    /// <summary>Identity number.</summary>
    public string? NationalId { get; init; }

    public string? GivenName { get; init; }

    public string? FamilyName { get; init; }

    public string? BirthDate { get; init; }

    /// <summary>Wage of the month.</summary>
    public string? Wage { get; init; }

    public string? StartDate { get; init; }

    /// <summary>Last day of work, if the worker left.</summary>
    public string? LeaveDate { get; init; }

    /// <summary>Not to be declared for this month.</summary>
    public bool LeftOut { get; init; }
}

/// <summary>A whole draft.</summary>
/// <param name="Version">The version that was seen; 0 or left out for the first save.</param>
/// <param name="Workers">All workers, at most 1,000. In a correction: those to change or add.</param>
public sealed record DraftBody(int? Version, IReadOnlyList<DraftWorkerBody>? Workers);

/// <summary>A draft as the API gives it.</summary>
public sealed record DraftAnswer(string EmployerNumber, string Month, string Scheme, string Kind, int Version, DateTime? SavedAt, string? CopiedFrom, string Currency, IReadOnlyList<DraftWorkerBody> Workers)
{
    internal static DraftAnswer Of(DraftView v) => new(
        v.Draft.EmployerNumber, v.Draft.Month.ToString(), v.Draft.Scheme, v.Draft.Kind.ToString(), v.Draft.Version, v.Draft.Version == 0 ? null : v.Draft.ChangedAt, v.Draft.CopiedFrom?.ToString(), v.Currency.Code,
        [.. v.Lines.Select(l => new DraftWorkerBody
        {
            WorkerNumber = Given(l.WorkerNumber), NationalId = Given(l.NationalId), GivenName = Given(l.GivenName), FamilyName = Given(l.FamilyName), BirthDate = Given(l.BornOn), Wage = Given(l.Wage), StartDate = Given(l.StartedOn), LeaveDate = Given(l.LeftOn), LeftOut = l.LeftOut,
        })]);

    private static string? Given(string text) => text.Length == 0 ? null : text;
}

/// <summary>A worker of a preview.</summary>
public sealed record PreviewWorker(int Place, string? WorkerNumber, string Wage, string Base, string EmployeeShare, string EmployerShare, string Difference, bool RegisterWillBeAsked, string? Subsidised);

/// <summary>What is wrong with a worker of a draft.</summary>
public sealed record PreviewProblem(int Place, string? Field, string Code, string Text);

/// <summary>What submitting would bring. Due is what the law asks, owed what the employer is billed once third payers took on their part.</summary>
public sealed record PreviewAnswer(int Version, string Wages, string EmployeeShare, string EmployerShare, string Due, string Currency, DateOnly DueOn, IReadOnlyList<PreviewWorker> Workers, IReadOnlyList<PreviewProblem> Problems, IReadOnlyList<SubsidyPart> Subsidies, string Owed)
{
    internal static PreviewAnswer Of(DraftCheck c)
    {
        string Plain(long minor) => (minor < 0 ? "-" : "") + new Money(Math.Abs(minor), c.View.Currency).ToPlain();
        return new PreviewAnswer(
            c.View.Draft.Version, Plain(c.WageMinor), Plain(c.EmployeeMinor), Plain(c.EmployerMinor), Plain(c.DueMinor), c.View.Currency.Code, c.DueOn,
            [.. c.Workers.Select(w => new PreviewWorker(w.Line.Line, w.Line.WorkerNumber.Length == 0 ? null : w.Line.WorkerNumber, Plain(w.WageMinor), Plain(w.Shares.BaseMinor), Plain(w.Shares.EmployeeMinor), Plain(w.Shares.EmployerMinor), Plain(w.Shares.TotalMinor - w.Before.TotalMinor), w.Unknown, w.SubsidisedMinor is { } subsidised ? Plain(subsidised) : null))],
            [.. c.Problems.Select(p => new PreviewProblem(p.Line.Line, p.Problem.Column, p.Problem.Code, $"{p.Problem.Text} {p.Problem.Remedy}".TrimEnd()))],
            [.. c.Subsidies.Select(s => new SubsidyPart(s.Name, Plain(s.Minor)))], Plain(c.OwedMinor));
    }
}

/// <summary>Which draft is submitted.</summary>
/// <param name="Version">The version that was looked at.</param>
public sealed record SubmitDraftBody(int Version);

/// <summary>Endpoints for drafts: for payroll software that files without a file.</summary>
internal static class DraftsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/drafts/{employer}/{month}", async (OpenDraft act, CurrentActor actor, string employer, string month, string? scheme, CancellationToken ct) => DraftAnswer.Of(await act.HandleAsync(employer, Of(month), scheme, actor.Change("returns.draft"), ct)))
            .Reads(May.FileReturns).WithSummary("The draft of a month; without one, how it would begin: the workers of the last month accepted, or a correction of this one (version 0).");
        api.MapPut("/drafts/{employer}/{month}", SaveAsync).Writes(ContributionsModule.ModuleName, May.FileReturns).WithSummary("Save a draft whole, right or wrong. The version must be the one last seen, else draft.changed-meanwhile.");
        api.MapGet("/drafts/{employer}/{month}/preview", async (CheckDraft act, CurrentActor actor, string employer, string month, string? scheme, CancellationToken ct) => PreviewAnswer.Of(await act.HandleAsync(employer, Of(month), scheme, actor.Change("returns.check"), ct)))
            .Reads(May.FileReturns).WithSummary("What submitting would bring: contributions by worker and in all, and what is to be mended first.");
        api.MapPost("/drafts/{employer}/{month}/submit", SubmitAsync).Writes(ContributionsModule.ModuleName, May.FileReturns).WithSummary("File the draft as a return.");
    }

    private static async Task<DraftAnswer> SaveAsync(SaveDraft act, OpenDraft open, CurrentActor actor, string employer, string month, string? scheme, DraftBody body, CancellationToken ct)
    {
        var change = actor.Change("returns.draft");
        await act.HandleAsync(
            new DraftInput
            {
                EmployerNumber = employer, Month = Of(month), Scheme = scheme, Version = body.Version ?? 0, Whole = true,
                Rows = [.. (body.Workers ?? []).Select((w, i) => w is null ? throw new Refused("value.missing", $"Worker {i + 1} of the list is nothing; leave the place out or say who the worker is.", $"workers[{i}]") : new DraftRow
                {
                    WorkerNumber = w.WorkerNumber ?? "", NationalId = w.NationalId ?? "", GivenName = w.GivenName ?? "", FamilyName = w.FamilyName ?? "", BornOn = w.BirthDate ?? "", Wage = w.Wage ?? "", StartedOn = w.StartDate ?? "", LeftOn = w.LeaveDate ?? "", LeftOut = w.LeftOut,
                })],
            },
            change,
            ct);
        return DraftAnswer.Of(await open.HandleAsync(employer, Of(month), scheme, change, ct));
    }

    private static async Task<FiledAnswer> SubmitAsync(SubmitDraft act, CurrentActor actor, string employer, string month, string? scheme, SubmitDraftBody body, CancellationToken ct)
    {
        var filed = await act.HandleAsync(employer, Of(month), scheme, body.Version, actor.Change("returns.submit"), ct);
        return new FiledAnswer(filed.ReturnId, filed.RunId, filed.AlreadyFiled, filed.Note);
    }

    private static Month Of(string text) => Month.TryParse(text, out var month) ? month : throw new Refused("return.month", $"'{text}' is no month; write it as 2026-03.", "month");
}
