using System.IO.Compression;
using System.Text;
using Spmis.TestKit;

namespace Spmis.Tests.Contributions;

/// <summary>Return files in the layouts of several countries.</summary>
internal static class LayoutFiles
{
    public const string UifHead = "8000,\"UICR\",8010,\"U1\",8015,\"E03\",8020,\"001234568\",8030,\"LIVE\",8040,\"Jane Admin\",8050,\"0115551234\",8070,202603";
    public const string NapsaHead = "Account Number,Year,Month,SSN,NRC,Surname,First Name,Other Names,Date of Birth,Gross Pay,Employee Share,Employer Share";
    public const string UploadHead = "PAYROLL NUMBER,SURNAME,OTHER NAMES,ID NO,KRA PIN,NSSF NO,GROSS PAY,VOLUNTARY";
    public const string Sf24Head = "PAYROLL NO,SURNAME,OTHER NAMES,ID NO,KRA PIN,NSSF NO,CONTRIBUTIONS TYPE,INCOME,INCOME TYPE,MEMBER,EMPLOYER,TOTAL";

    public static byte[] Bytes(params IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n");

    /// <summary>A sample of the reference folder, or the test is skipped.</summary>
    public static byte[] Sample(string path)
    {
        var file = Path.Combine(Repository.Shared ?? "", "specs", "contributions", path);
        Assert.SkipUnless(Repository.Shared is not null && System.IO.File.Exists(file), "../shared not present");
        return System.IO.File.ReadAllBytes(file);
    }

    public static string Ecr(string uan, string name, int wage, int days = 0, string end = "")
    {
        var (epf, eps) = (Math.Min(wage, 15000) * 12 / 100, (int)Math.Round(Math.Min(wage, 15000) * 0.0833m, MidpointRounding.AwayFromZero));
        return string.Join("#~#", uan, name, wage, Math.Min(wage, 15000), Math.Min(wage, 15000), Math.Min(wage, 15000), epf, eps, epf - eps, days, 0) + end;
    }

    public static string UifWorker(string id, string surname, string given, string gross, string capped, string contribution, string extra = "") =>
        $"8001,\"UIWK\",8110,\"001234568\",8200,{id},8230,\"{surname}\",8240,\"{given}\",8250,19800101,8260,20200301,8280,01,8300,{gross},8310,{capped},8320,{contribution}{extra}";

    public static string UifFoot(string gross, string capped, string contribution, int count) => $"8002,\"UIEM\",8115,\"001234568\",8120,7123456789,8130,{gross},8135,{capped},8140,{contribution},8150,{count}";

    /// <summary>A workbook as a spreadsheet program writes it: each row's cells as XML, and whether it is hidden.</summary>
    public static byte[] Workbook(params IEnumerable<(string Cells, bool Hidden)> rows)
    {
        const string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            Part(zip, "[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>");
            Part(zip, "_rels/.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            Part(zip, "xl/workbook.xml", $"<workbook xmlns=\"{main}\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Return\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
            Part(zip, "xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>");
            Part(zip, "xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"{main}\"><sheetData>{string.Concat(rows.Select((r, i) => $"<row r=\"{i + 1}\"{(r.Hidden ? " hidden=\"1\"" : "")}>{r.Cells}</row>"))}</sheetData></worksheet>");
        }

        return memory.ToArray();
    }

    public static string Texts(params IEnumerable<string> cells) => string.Concat(cells.Select(c => $"<c t=\"inlineStr\"><is><t>{c}</t></is></c>"));

    public static string Number(string value) => $"<c><v>{value}</v></c>";

    public static string Formula(string formula, string value) => $"<c><f>{formula}</f><v>{value}</v></c>";

    private static void Part(ZipArchive zip, string name, string text)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>" + text);
    }
}
