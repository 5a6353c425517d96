using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Spmis.Linkage;
using Spmis.Linkage.Scoring;
using Spmis.Registration;
using Spmis.Registration.Pages.Duplicates;
using Spmis.Web.Shell;

namespace Spmis.Tests.Registration;

public sealed class EvidenceTextTests
{
    private static readonly IStringLocalizer<RegistrationTexts> Words = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider().GetRequiredService<IStringLocalizer<RegistrationTexts>>();

    [Fact]
    public void Sentences_AllOfThem_AreKnownInEveryLanguage()
    {
        foreach (var (culture, _) in Cultures.Names)
        {
            using var reading = new Reading(culture);
            Sentences.All.Where(s => Words[s].ResourceNotFound).ShouldBeEmpty(culture);
        }
    }

    [Fact]
    public void Of_APairWithARareName_IsSaidInTheReadersLanguageWithItsWeight()
    {
        var person = new LinkagePerson { Id = Guid.CreateVersion7(), GivenName = "Quenby", FamilyName = "Ali", BornOn = new DateOnly(1980, 5, 17), Sex = 'F', NationalId = "12345678" };
        var score = new Scorer(LinkageModel.Default.ForRegister(10_000)).Score(Normaliser.Normalise(person), Normaliser.Normalise(person with { Id = Guid.CreateVersion7(), NationalId = "12345687" }));
        using var reading = new Reading("fr");

        var lines = score.Evidence.Select(e => (e, Said: EvidenceText.Of(e, Words))).ToList();

        lines.Single(l => l.e.Comparison == "nationalId").Said.ShouldStartWith("Le numéro national diffère d'une faute de frappe: +");
        lines.ShouldAllBe(l => l.e.Words != null && l.Said != l.e.Sentence);
        EvidenceText.Of(lines[1].e with { Rarity = ValueRarity.Rare }, Words).ShouldStartWith("Le prénom concorde (rare ici): ");
        EvidenceText.Of(lines[1].e with { Words = null }, Words).ShouldBe(lines[1].e.Sentence);
    }

    /// <summary>Somebody reads in a language.</summary>
    private sealed class Reading : IDisposable
    {
        private readonly CultureInfo before = CultureInfo.CurrentUICulture;

        public Reading(string culture) => CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);

        public void Dispose() => CultureInfo.CurrentUICulture = before;
    }
}
