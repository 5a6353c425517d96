using System.Text;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Tests.Samples;
using Spmis.TestKit;

namespace Spmis.Tests.Payments;

public sealed class BatchFileTests
{
    [Fact]
    public async Task Release_ThreeAgencies_WritesValidFilesInPiecesNumberedWithoutGaps()
    {
        await using var payroll = await Payroll.StartAsync(maxPerBatch: 4);
        await payroll.PeopleAsync(20, agency: n => (n % 4) switch { 0 => "MOMO", 1 => "BANKB", _ => "BANKA" });
        await payroll.PayAsync();

        var batches = await payroll.BatchesAsync();

        batches.Select(b => (b.Agency, b.Sequence, b.Count)).ShouldBe(
            [("BANKA", 1, 4), ("BANKA", 2, 4), ("BANKA", 3, 2), ("BANKB", 1, 4), ("BANKB", 2, 1), ("MOMO", 1, 4), ("MOMO", 2, 1)]);
        batches.Sum(b => b.TotalMinor).ShouldBe(20 * 200_000);
        foreach (var batch in batches)
        {
            var bytes = await payroll.FileAsync(batch.Id);
            bytes.Length.ShouldBe((int)batch.FileLength);
            if (batch.Agency == "MOMO")
            {
                var lines = Encoding.UTF8.GetString(bytes).TrimEnd('\n').Split('\n');
                lines[0].ShouldBe("payment_reference,payee_name,account,amount,currency,note");
                lines.Length.ShouldBe((int)batch.Count + 1);
                lines[1].ShouldEndWith(",2000.00,KES,demo-old-age-grant 2026-07");
            }
            else
            {
                var text = Encoding.UTF8.GetString(bytes);
                text.ShouldContain($"<NbOfTxs>{batch.Count}</NbOfTxs>");
                text.ShouldContain("<Cd>PENS</Cd>");
                text.ShouldContain($"<MsgId>{batch.Number}</MsgId>");
            }
        }
    }

    [Fact]
    public async Task Download_Pain001_FitsTheSchema()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(3);
        await payroll.PayAsync();
        var batch = (await payroll.BatchesAsync()).ShouldHaveSingleItem();
        var path = Path.Combine(payroll.App.DataFolder, "order.xml");
        await File.WriteAllBytesAsync(path, await payroll.FileAsync(batch.Id), TestContext.Current.CancellationToken);

        Schemas.ShouldBeValid(path, "pain.001.001.09");
    }

    [Fact]
    public async Task Download_AfterTheStoreLostTheFile_IsTheSameBytes()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(3);
        await payroll.PayAsync();
        var batch = (await payroll.BatchesAsync()).ShouldHaveSingleItem();
        var before = await payroll.FileAsync(batch.Id);
        Directory.Delete(Path.Combine(payroll.App.DataFolder, "files"), recursive: true);

        var after = await payroll.FileAsync(batch.Id);

        after.ShouldBe(before);
    }

    [Fact]
    public async Task Download_ByAnotherAgency_FindsNothing()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(1);
        await payroll.PayAsync();
        var batch = (await payroll.BatchesAsync()).ShouldHaveSingleItem();

        (await Payroll.RefusalAsync(() => payroll.FileAsync(batch.Id, new Actor("b", "B", [Roles.Agency], Agency: "BANKB")))).Code.ShouldBe("batch.unknown");
        (await Payroll.RefusalAsync(() => payroll.FileAsync(batch.Id, new Actor("x", "X", [Roles.Agency])))).Code.ShouldBe("batch.unknown");
        (await payroll.FileAsync(batch.Id, new Actor("a", "A", [Roles.Agency], Agency: "BANKA"))).ShouldNotBeEmpty();
    }
}
