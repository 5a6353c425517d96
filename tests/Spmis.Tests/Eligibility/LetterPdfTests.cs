using Spmis.Kernel.Acts;
using Spmis.Web.Letters;
using UglyToad.PdfPig;

namespace Spmis.Tests.Eligibility;

public sealed class LetterPdfTests
{
    [Fact]
    public void Write_ALongLetterInPortuguese_BreaksLinesAndPagesAndLosesNoWord()
    {
        var sentence = "Decisão sobre a pensão: não é possível, à luz do artigo 5.º – ver “anexo”.";
        var letter = Letter("pt", [.. Enumerable.Range(1, 150).Select(n => $"{n} {sentence}")]);

        using var pdf = PdfDocument.Open(LetterPdf.Write(letter));

        pdf.NumberOfPages.ShouldBeGreaterThan(2);
        var words = pdf.GetPages().SelectMany(p => p.GetWords()).Select(w => w.Text).ToList();
        words.Count(w => w == "possível,").ShouldBe(150);
        words.ShouldContain("“anexo”.");
        pdf.GetPages().SelectMany(p => p.GetWords()).ShouldAllBe(w => w.BoundingBox.Right < 595 - 40);
    }

    [Fact]
    public void Write_LettersTheFontsLack_IsRefusedAndPointsToThePage()
    {
        var letter = Letter("ar", ["شهادة الميلاد"]);

        LetterPdf.CanWrite(letter).ShouldBeFalse();
        Should.Throw<Refused>(() => LetterPdf.Write(letter)).Code.ShouldBe("letter.no-pdf");
    }

    private static Letter Letter(string language, IReadOnlyList<string> paragraphs) => new()
    {
        Language = language, From = "Caixa", To = ["Ana", "2600000199"], Date = "1 de julho de 2026", Reference = "4", Subject = "Decisão", Parts = [LetterPart.Of("Porquê", paragraphs)],
    };
}
