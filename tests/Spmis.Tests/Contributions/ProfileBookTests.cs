using System.Text;
using Spmis.Contributions.Profiles;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Tests.Contributions;

public sealed class ProfileBookTests
{
    private static readonly Currency Mad = Currency.Of("MAD");

    /// <summary>Fixed width with a head, a foot, amounts in centimes, a hash total of the numbers, as the Moroccan e-BDS has them.</summary>
    private const string Ebds = """
        name: ma-ebds-like
        title: Fixed width, in the manner of e-BDS
        form: fixed
        issuer: ma-cnss
        extension: txt
        records:
          - kind: head
            fields:
              - {name: L_Type_Enreg, at: 1, length: 3, values: [B01], required: true}
              - {name: N_Num_Affilie, at: 4, length: 7, role: employer, type: number, required: true}
              - {name: L_Periode, at: 11, length: 6, role: period, type: month, format: yyyyMM, required: true}
          - kind: line
            fields:
              - {name: L_Type_Enreg, at: 1, length: 3, values: [B02], required: true}
              - {name: N_Num_Assure, at: 4, length: 9, role: member_number, type: number, required: true}
              - {name: L_Nom_Prenom, at: 13, length: 20, role: full_name, required: true}
              - {name: N_Jours_Declares, at: 33, length: 2, type: integer, max: 26}
              - {name: N_Salaire_Reel, at: 35, length: 13, role: wage, type: minor, required: true}
          - kind: foot
            fields:
              - {name: L_Type_Enreg, at: 1, length: 3, values: [B03], required: true}
              - {name: N_Nbr_Salaries, at: 4, length: 6, type: integer, required: true}
              - {name: N_T_Num_Imma, at: 10, length: 15, type: integer, required: true}
              - {name: N_T_Salaire_Reel, at: 25, length: 15, type: minor, required: true}
        totals:
          - {field: N_Nbr_Salaries}
          - {field: N_T_Num_Imma, sum: N_Num_Assure}
          - {field: N_T_Salaire_Reel, sum: N_Salaire_Reel}
        """;

    [Theory]
    [InlineData("spmis")]
    [InlineData("in-epfo-ecr2")]
    [InlineData("za-uif-e03")]
    [InlineData("zm-napsa")]
    [InlineData("ke-nssf-upload")]
    [InlineData("ke-nssf-sf24")]
    public void Find_ShippedLayout_IsThere(string name) => new ProfileBook(folder: null).Find(name).Title.ShouldNotBeEmpty();

    [Fact]
    public void Find_Unknown_NamesThoseThereAre() => Should.Throw<Refused>(() => new ProfileBook(folder: null).Find("sap")).Message.ShouldContain("za-uif-e03");

    [Fact]
    public void Open_WithACountrysFolder_AddsAndReplaces()
    {
        var folder = Directory.CreateTempSubdirectory("spmis-profiles");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "ebds.yaml"), Ebds);
            File.WriteAllText(Path.Combine(folder.FullName, "napsa.yaml"), "name: zm-napsa\ntitle: Ours\nform: table\nrecords:\n  - kind: line\n    fields:\n      - {name: Pay, role: wage, type: amount}\n");

            var book = new ProfileBook(folder.FullName);

            book.Find("ma-ebds-like").Form.ShouldBe(ProfileForm.Fixed);
            book.Find("zm-napsa").Title.ShouldBe("Ours");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("name: x y\ntitle: T", "name 'x y'")]
    [InlineData("name: xy\ntitle: T\nform: triangular", "line 3")]
    [InlineData("name: xy\ntitle: T\nfrom: table", "line 3")]
    [InlineData("name: xy\ntitle: T\nform: table", "exactly one of kind line")]
    [InlineData("name: xy\ntitle: T\nform: table\nrecords:\n  - kind: line\n    fields:\n      - {name: a, role: salary}", "no role 'salary'")]
    [InlineData("name: xy\ntitle: T\nform: table\nrecords:\n  - kind: line\n    fields:\n      - {name: a}", "role wage")]
    [InlineData("name: xy\ntitle: T\nform: fixed\nrecords:\n  - kind: line\n    fields:\n      - {name: a, role: wage}", "at and length")]
    [InlineData("name: xy\ntitle: T\nform: table\nrecords:\n  - kind: line\n    fields:\n      - {name: a, role: wage}\nsums:\n  - {of: [a], is: b}", "'b' is no field")]
    [InlineData("name: xy\ntitle: T\nform: table\nrecords:\n  - kind: line\n    fields:\n      - {name: a, role: wage, check: verhoeff}", "no check 'verhoeff'")]
    public void Read_BrokenProfile_SaysWhereAndWhy(string yaml, string words) => Should.Throw<Refused>(() => ProfileBook.Read(yaml, "ours.yaml")).Message.ShouldContain(words);

    [Fact]
    public async Task Prove_FixedWidth_ChecksCountSumAndHashTotal()
    {
        var good = Text("B01" + "0001234" + "202603", Worker(123456789, "ALAMI SARA", 26, 250_000), Worker(123456790, "IDRISSI OMAR", 10, 99_950), "B03" + "000002" + "000000246913579" + "000000000349950");

        var proof = await ProveAsync(good);

        (proof.Lines, proof.EmployerReference, proof.Sums["N_Salaire_Reel"]).ShouldBe((2, "0001234", 349_950m));
        (await Should.ThrowAsync<Refused>(() => ProveAsync(good.Replace("246913579", "246913570", StringComparison.Ordinal)))).Message.ShouldContain("N_T_Num_Imma");
        (await Should.ThrowAsync<Refused>(() => ProveAsync(good.Replace("B03000002", "B03000003", StringComparison.Ordinal)))).Message.ShouldContain("N_Nbr_Salaries says 000003");
        (await Should.ThrowAsync<Refused>(() => ProveAsync(good.Replace("202603", "202604", StringComparison.Ordinal)))).Code.ShouldBe("return.other-month");
        (await Should.ThrowAsync<Refused>(() => ProveAsync(good[..good.IndexOf("B03", StringComparison.Ordinal)]))).Code.ShouldBe("file.cut-off");
    }

    [Theory]
    [InlineData("luhn", "8001015009087", true)]
    [InlineData("luhn", "8001015009078", false)]
    [InlineData("uif", "001234568", true)]
    [InlineData("uif", "019167333", true)]
    [InlineData("uif", "019167343", false)]
    [InlineData("uif", "000000000", false)]
    public void Fits_PublishedNumbers_AreRight(string check, string number, bool fits) => CheckDigits.Fits(check, number).ShouldBe(fits);

    private static string Worker(int number, string name, int days, int minor) => $"B02{number:D9}{name,-20}{days:D2}{minor:D13}";

    private static string Text(params string[] lines) => string.Join("\r\n", lines) + "\r\n";

    private static Task<FileProof> ProveAsync(string text)
    {
        var profile = ProfileBook.Read(Ebds, "ebds.yaml");
        return new ProveFile(profile, new Month(2026, 3), Mad, dryRun: false).RunAsync(new ProfileFile(profile, () => new MemoryStream(Encoding.ASCII.GetBytes(text))), TestContext.Current.CancellationToken);
    }
}
