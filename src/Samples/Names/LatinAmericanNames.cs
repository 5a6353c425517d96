namespace Spmis.Samples.Names;

/// <summary>Latin American name parts.</summary>
internal static class LatinAmericanNames
{
    public static Culture LatinAmerican { get; } = new()
    {
        Code = "latin-american",
        Shape = NameShape.TwoFamilies,
        Men = NamePart.Table("""
            José Juan Luis Carlos Jorge Pedro Miguel Manuel Francisco Antonio Jesús Ramón Rafael Ángel Víctor Héctor Óscar Raúl Julio César
            Andrés Diego Eduardo Fernando Gustavo Hugo Iván Joaquín Leonel Marcos Nicolás Pablo Rubén Sergio Tomás Wilmer Yeison Edwin
            """),
        Women = NamePart.Table("""
            María Ana Rosa Carmen Juana Luz Marta Elena Gloria Teresa Patricia Sandra Claudia Adriana Lucía Sofía Isabel Verónica Mónica Silvia
            Beatriz Cecilia Diana Esperanza Fabiola Guadalupe Inés Julia Karina Lorena Mercedes Nancy Olga Paola Raquel Yolanda
            """),
        Families = NamePart.Table("""
            González Rodríguez Pérez López Martínez García Hernández Sánchez Ramírez Flores Torres Díaz Vásquez Castro Rojas Mamani Quispe Condori
            Choque Huanca Chávez Morales Ortiz Gutiérrez Silva Núñez Medina Aguilar Herrera Vargas Castillo Jiménez Romero Suárez Peña Cruz
            Ramos Reyes Mendoza Álvarez Cabrera Campos Delgado Espinoza Fuentes Guzmán Ibáñez Lara Muñoz Navarro Ochoa Paredes Quintana Rivas
            Salazar Tapia Ulloa Villalba Yupanqui Zambrano Ticona Apaza Poma Chipana
            """),
        OneName = 20,
    };
}
