using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Linkage;
using Spmis.Payments.Agencies;

namespace Spmis.Payments.NameChecks;

/// <summary>Applies a chunk of answers: the same name verifies the account, with the file as evidence; a name that is near waits for a person; another name, or no such account, keeps it from being paid until somebody decides.</summary>
internal sealed class ApplyNameAnswers(PaymentsDb db, VerifyManyAddresses verify)
{
    public const string Same = "same";
    public const string Near = "near";
    public const string Different = "different";
    public const string Unknown = "unknown";
    public const string Stale = "stale";

    public async Task HandleAsync(NameAnswerFile file, IReadOnlyList<NameAnswer> answers, RunStep step, CancellationToken ct)
    {
        var references = answers.Where(a => a.Problem is null).Select(a => a.Reference).Distinct().ToList();
        var checks = await db.NameChecks.AsNoTracking().Where(c => references.Contains(c.Reference)).Join(db.NameCheckLists, c => c.ListId, l => l.Id, (c, l) => new { Check = c, l.Agency })
            .Join(db.FinancialAddresses, x => x.Check.AddressId, a => a.Id, (x, a) => new { x.Check, x.Agency, a.Account, InUse = a.CurrentOf != null, Verified = a.VerifiedAt != null })
            .Join(db.Payees, x => x.Check.PersonId, p => p.PersonId, (x, p) => new { x.Check, x.Agency, x.Account, x.InUse, x.Verified, p.RegistrationNumber, p.Name }).ToDictionaryAsync(x => x.Check.Reference, ct);
        Dictionary<string, (string Result, string? Holder)> now = new(StringComparer.Ordinal);
        foreach (var answer in answers)
        {
            if (answer.Problem is { } problem)
            {
                step.Refuse(answer.Line, problem.Code, problem.Words, problem.Column, problem.Value, answer.Reference);
                continue;
            }

            if (!checks.TryGetValue(answer.Reference!, out var of) || of.Agency != file.Agency) // Read above.
            {
                step.Refuse(answer.Line, "name-check.unknown-reference", "No account was asked about under this reference; send it back as it stands in the list.", ImportNameAnswers.Reference, answer.Reference, answer.Reference);
                continue;
            }

            // What it is called now counts: a name that was corrected since the list went out is the right one.
            var result = Judge(of.Name, answer);
            if (of.Check.Result is not null || now.ContainsKey(answer.Reference!))
            {
                var before = now.TryGetValue(answer.Reference!, out var early) ? early : (of.Check.Result!, of.Check.Holder);
                if (before == (result, answer.Holder))
                {
                    step.Note(answer.Line, "name-check.again", "The agency said the same before.", reference: answer.Reference, number: of.RegistrationNumber);
                }
                else
                {
                    step.Refuse(answer.Line, "name-check.answered", "The agency answered this reference before, in other words; the first answer stands. Ask again with a new list.", reference: answer.Reference);
                }

                continue;
            }

            if (answer.Account is { } account && AccountNumbers.Clean(account) != of.Account)
            {
                step.Refuse(answer.Line, "name-check.other-account", "The line names another account than the one asked about under this reference; nothing was taken from it.", ImportNameAnswers.Account, null, answer.Reference);
                continue;
            }

            if (!of.InUse)
            {
                now[answer.Reference!] = (Stale, answer.Holder);
                step.Refuse(answer.Line, "name-check.changed", "The person's account was changed after the list was made; the answer is for the old one and was not applied.", reference: answer.Reference);
                continue;
            }

            now[answer.Reference!] = (result, answer.Holder);
            if (result == Same)
            {
                step.Accept(answer.Line, answer.Reference, of.RegistrationNumber);
            }
            else
            {
                step.Note(answer.Line, $"name-check.{result}", Words(result), reference: answer.Reference, number: of.RegistrationNumber);
            }
        }

        await KeepAsync(file, now, checks.Values.ToDictionary(c => c.Check.Reference, c => c.Check, StringComparer.Ordinal), step, ct);
    }

    /// <summary>Compares. Word and name that contradict each other are for a person.</summary>
    private static string Judge(string name, NameAnswer answer)
    {
        if (answer.Word == NameAnswerWord.Unknown)
        {
            return Unknown;
        }

        if (answer.Holder is null)
        {
            return answer.Word == NameAnswerWord.Match ? Same : Different;
        }

        return NameMatch.Of(name, answer.Holder) switch
        {
            NameLikeness.Same => answer.Word == NameAnswerWord.NoMatch ? Near : Same,
            NameLikeness.Near => Near,
            _ => answer.Word == NameAnswerWord.Match ? Near : Different,
        };
    }

    internal static string Words(string result) => result switch
    {
        Near => "The account holder's name is near the person's; somebody decides.",
        Different => "The account is in another name; it is not paid until somebody decides.",
        Unknown => "The agency does not know the account, or it is closed; it is not paid until another is recorded or somebody decides.",
        _ => result,
    };

    private async Task KeepAsync(NameAnswerFile file, Dictionary<string, (string Result, string? Holder)> now, Dictionary<string, NameCheck> checks, RunStep step, CancellationToken ct)
    {
        if (now.Count == 0)
        {
            return;
        }

        // One statement for each result; the holders' names, which differ, are written with the rows anew.
        var ids = now.Keys.Select(r => checks[r].Id).ToList();
        if (await db.NameChecks.Where(c => ids.Contains(c.Id) && c.Result == null).ExecuteDeleteAsync(ct) != ids.Count)
        {
            throw new Refused("changed-meanwhile", "Another file answered the same references in this moment. Start this one again: what stands by now is kept.");
        }

        await db.BulkInsertAsync(
            [
                .. now.Select(n => (Was: checks[n.Key], n.Value)).OrderBy(n => n.Was.Id).Select(n => new NameCheck
                {
                    Id = n.Was.Id, ListId = n.Was.ListId, Reference = n.Was.Reference, AddressId = n.Was.AddressId, PersonId = n.Was.PersonId, Name = n.Was.Name,
                    Result = n.Value.Result, Holder = n.Value.Holder, AnsweredAt = step.Change.Now, FileId = file.Id, Differs = n.Value.Result is Different or Unknown, Open = n.Value.Result is Near or Different or Unknown, Version = n.Was.Version + 1,
                }),
            ],
            ct);
        var change = step.Change with { Evidence = $"answer of {file.Agency}, file {file.Name}, SHA-256 {file.Sha256}" };
        await verify.HandleAsync([.. now.Where(n => n.Value.Result == Same).Select(n => checks[n.Key].AddressId)], $"{file.Agency}, name check", change, ct);
        db.RecordBulk(change, nameof(NameCheck), $"file {file.Id}", now.GroupBy(n => n.Value.Result).ToDictionary(g => g.Key, g => g.Count()));
    }
}
