using System.Text;
using Spmis.Rules;

namespace Spmis.Tests.Rules;

public sealed class ClaimTermsTests
{
    private const string Head = """
        scheme: a-benefit
        version: 1.0.0
        currency: KES
        facts:
          claim.date: date
          claim.filed_on: date
          person.birth: date
        rules:
          old: age_at(person.birth, claim.date) >= 60 years
          eligible: claim.date >= 2020-01-01
        outputs: {eligible: {en: Entitled}}

        """;

    [Fact]
    public void Load_WithTermsOfClaiming_ReadsThemAndTheirConditions()
    {
        var scheme = Load("""
            claims:
              file_within: 52 weeks
              least_age: 18 years
              opens: old
              appeal_to: {en: the board, fr: la commission}
              evidence:
                birth: {label: {en: Birth certificate, fr: Acte}, when: claim.filed_on >= claim.date, valid: 90 days}
                medical: {label: Medical certificate, certificate: yes, of_files: yes}
            """);

        var terms = scheme.Claims.ShouldNotBeNull();
        (terms.FileWithin, terms.LeastAge, terms.Opens, terms.DecideWithin, terms.AppealBody("fr")).ShouldBe((364, 216, "old", null, "la commission"));
        terms.Evidence.Select(e => (e.Id, e.Label("fr"), e.When, e.ValidDays, e.Certificate, e.OfFiles)).ShouldBe(
            [("birth", "Acte", "evidence.birth", 90, false, false), ("medical", "Medical certificate", null, null, true, true)]);
        var facts = new Facts().Set("claim.date", new DateOnly(2026, 7, 1)).Set("claim.filed_on", new DateOnly(2026, 6, 1));
        scheme.Evaluate("evidence.birth", facts).Answer.ShouldBe(Answer.No);
        scheme.Evaluate("evidence.birth", new Facts()).Answer.ShouldBe(Answer.CannotTell);
    }

    [Theory]
    [InlineData("  file_within: soon", "is no duration")]
    [InlineData("  file_within: -3 days", "is no duration")]
    [InlineData("  opens: older", "There is no rule 'older'")]
    [InlineData("  opens: age", "There is no rule 'age'")]
    [InlineData("  of_survivors: perhaps", "neither yes nor no")]
    [InlineData("  evidence: {birth: {when: claim.date >= 2020-01-01}}", "has no label")]
    [InlineData("  evidence: {birth: {label: Birth, when: claim.date + 3 days}}", "not yes or no")]
    [InlineData("  evidence: {birth: {label: Birth, when: claim.day >= 2020-01-01}}", "claim.day")]
    [InlineData("  evidence: {birth: {label: Birth, until: 3}}", "has no 'until'")]
    public void Load_WithWrongTerms_SaysLineAndWhatIsRight(string line, string words)
    {
        var errors = Should.Throw<SchemeErrors>(() => Load("claims:\n" + (line.Contains("opens", StringComparison.Ordinal) ? line : line + "\n  opens: old"))).Errors;

        errors.ShouldContain(e => e.Wrong.Contains(words, StringComparison.Ordinal) && e.Line > 11 && e.Right.Length > 0);
    }

    [Fact]
    public void Compare_VersionsWithOtherTerms_SaysWhatChanged()
    {
        var before = Load("claims: {opens: old, file_within: 100 days, evidence: {birth: {label: Birth}}}");
        var after = Load("claims: {opens: old, file_within: 90 days, evidence: {medical: {label: Medical, certificate: yes}}}");

        SchemeDiff.Compare(before, after).Where(c => c.Part == "claims").Select(c => c.Words).ShouldBe(
            ["file_within was '100 days' and is '90 days'.", "evidence medical is added: 'Medical, a certificate'.", "evidence birth is removed: 'Birth'."]);
    }

    private static Scheme Load(string claims) => SchemePackage.Load(new Dictionary<string, byte[]> { ["scheme.yaml"] = Encoding.UTF8.GetBytes(Head + claims + "\n") });
}
