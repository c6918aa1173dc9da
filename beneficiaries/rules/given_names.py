"""Given names that are one name across Ukrainian, Belarusian, Russian, Polish and English spellings (R108).

One line a name; the first form stands for all. Belarusian passports write Volha where Russian ones write Olga,
so letters alone cannot join them.
"""

NAMES = """
Olga Olha Volha Вольга Ольга
Aleksandr Oleksandr Aliaksandr Alexander Aleksander Олександр Александр Аляксандр
Aleksandra Oleksandra Aliaksandra Alexandra Олександра Александра Аляксандра
Kateryna Katsiaryna Ekaterina Katarzyna Yekaterina Catherine Катерина Екатерина Кацярына
Mykola Mikalai Nikolai Nikolay Mikołaj Микола Мікалай Николай
Serhii Siarhei Sergei Sergey Sergiusz Сергій Сяргей Сергей
Andrii Andrei Andrey Andrzej Андрій Андрэй Андрей
Dmytro Dzmitry Dmitry Dmitrii Dmitri Дмитро Дзмітрый Дмитрий
Anna Hanna Ganna Анна Ганна
Tetiana Tatsiana Tatiana Tatyana Тетяна Таццяна Татьяна
Nataliia Natallia Natalia Natalya Natalie Наталія Наталля Наталья
Olena Alena Elena Yelena Helena Олена Алена Елена Алёна
Yevhen Yauhen Evgeny Evgenii Yevgeny Eugeniusz Євген Яўген Евгений
Yevheniia Yauheniya Evgenia Євгенія Яўгенія Евгения
Mykhailo Mikhail Mikhailo Michał Михайло Міхаіл Михаил
Pavlo Pavel Pavieł Paweł Павло Павел
Petro Piotr Pyotr Petr Петро Пётр Пятро
Volodymyr Uladzimir Vladimir Włodzimierz Володимир Уладзімір Владимир
Yuliia Yuliya Julia Yulia Юлія Юлия
Svitlana Sviatlana Svetlana Swietłana Світлана Святлана Светлана
Oksana Aksana Оксана Аксана
Hryhorii Ryhor Grigory Grigorii Grzegorz Григорій Рыгор Григорий
Vasyl Vasil Vasily Vasilii Василь Василий
Ivan Іван Иван
Oleh Aleh Oleg Олег Алег
Ihor Ihar Igor Ігор Ігар Игорь
Artem Artsiom Artyom Артем Арцём Артём
Maksym Maksim Maxim Максим Максім
Denys Dzianis Denis Денис Дзяніс
Kyrylo Kiryl Kirill Cyryl Кирило Кірыл Кирилл
Danylo Daniil Danila Daniel Данило Даніла Даниил
Matvii Matvei Matsvei Mateusz Матвій Мацвей Матвей
Nadiia Nadzeya Nadezhda Nadzieja Надія Надзея Надежда
Liudmyla Liudmila Ludmila Ludmiła Lyudmila Людмила Людміла
Halyna Halina Galina Галина Галіна
Yelyzaveta Lizaveta Elizaveta Elżbieta Єлизавета Лізавета Елизавета
Vira Vera Wiera Віра Вера
Mykyta Mikita Nikita Микита Мікіта Никита
Tymofii Tsimafei Timofei Timofey Тимофій Цімафей Тимофей
Polina Palina Поліна Паліна Полина
Iryna Irina Ірина Ірына Ирина
Mariia Maryia Maria Марія Марыя Мария
Sofiia Sofia Sofya Zofia Sophia Софія Сафія София
Viktoriia Viktoryia Viktoria Wiktoria Victoria Вікторія Вікторыя Виктория
Viktor Wiktor Victor Віктор Віктар Виктор
Anastasiia Anastasia Nastassia Анастасія Анастасія Анастасия Настасся
Daria Daryia Dariia Darya Дарʼя Дар’я Дарья Дар'я
Larysa Larisa Лариса Ларыса
Liubov Lubou Lubov Lyubov Любов Любоў Любовь
Yurii Yury Yuri Juri Jerzy Юрій Юрый Юрий
Oleksii Aliaksei Alexei Aleksey Aleksiej Олексій Аляксей Алексей
Ruslan Руслан
Bohdan Bogdan Богдан
Stepan Stsiapan Stefan Степан Сцяпан
Fedir Fiodar Fedor Fyodor Teodor Федір Фёдар Фёдор
Leonid Леонід Леанід Леонид
Valentyna Valiantsina Valentina Валентина Валянціна
Valerii Valery Valeri Валерій Валерый Валерий
Veronika Weronika Вероніка Вераніка Вероника
Vadym Vadzim Vadim Вадим Вадзім
Kostiantyn Kanstantsin Konstantin Костянтин Канстанцін Константин
Zinaida Зінаїда Зінаіда Зинаида
Marharyta Margarita Małgorzata Маргарита Маргарыта
Alina Аліна Алина
Vitalii Vital Vitaly Witalij Віталій Віталь Виталий
Yaroslav Yaraslau Jarosław Ярослав Яраслаў
Stanislav Stanislau Stanisław Станіслав Станіслаў Станислав
Rostyslav Rostislav Ростислав Расціслаў
Viacheslav Viachaslau Vyacheslav Wiaczesław В'ячеслав Вячаслаў Вячеслав
Vladyslav Uladzislau Vladislav Władysław Владислав Уладзіслаў
Anatolii Anatol Anatoly Анатолій Анатоль Анатолий
Arsenii Arseni Arseny Арсеній Арсеній Арсений
Hlib Hleb Gleb Гліб Глеб
Illia Illya Ilya Ilia Ілля Ілья Илья
Ksenia Kseniia Xenia Ксенія Ксения
Lidiia Lidzia Lidia Lydia Лідія Лідзія Лидия
Zoia Zoya Zoja Зоя
Yana Jana Яна
Khrystyna Krystyna Kristina Christina Chrystyna Христина Крысціна Кристина
Muhammad Mohammad Mohammed Mohamed Muhammed Мухаммад Мохаммед
Ahmad Ahmed Ахмад Ахмед
Hussein Husain Hussain Hossein Хусейн
Yusuf Youssef Yousef Юсуф
Maryna Marina Марина Марына
Roman Raman Роман Раман
Boris Barys Borys Борис Барыс
Hennadii Henadz Gennady Gennadii Геннадій Генадзь Геннадий
Heorhii Heorhi Georgy Georgii Георгій Георгій Георгий
Yehor Yahor Egor Yegor Єгор Ягор Егор
Semen Siamion Semyon Szymon Simon Семен Сямён Семён
Yosyp Iosif Josip Józef Joseph Йосип Іосіф Иосиф
Yakiv Yakau Yakov Jakub Jacob Яків Якаў Яков
Luka Lukash Łukasz Lucas Лука Лукаш
Pylyp Pilip Filipp Filip Philip Пилип Піліп Филипп
Zakhar Zachar Захар
Nazar Назар
Ostap Остап
Taras Тарас
Arkadii Arkadz Arkady Arkadiusz Аркадій Аркадзь Аркадий
Lev Leu Lew Лев Леў
Varvara Barbara Варвара
Uliana Ulyana Julianna Уляна Ульяна
Raisa Raissa Раїса Раіса Раиса
Tamara Тамара
Nina Ніна Нина
Inna Інна Инна
Alla Алла Ала
Antonina Antanina Антоніна Антаніна Антонина
Yevdokiia Evdokia Eudokia Євдокія Еўдакія Евдокия
Myroslava Miraslava Miroslava Мирослава Міраслава
Yaroslava Yaraslava Jarosława Ярослава Яраслава
Stanislava Stanisława Станіслава Станислава
Myroslav Miraslau Miroslav Mirosław Мирослав Міраслаў
Sviatoslav Sviataslau Sviatoslav Świętosław Святослав Святаслаў
Vsevolod Usevalad Vsevolod Всеволод Усевалад
Liliia Lilia Lilya Лілія Лилия
Rozaliia Rozalia Rosalia Розалія Розалия
Lesia Lesya Леся
Milana Мілана Милана
Milena Мілена Милена
Karina Karyna Карина Карына Каріна
Dina Діна Дина
Emiliia Emilia Емілія Эмілія Эмилия
Alisa Alicja Alice Аліса Алиса
Eva Yeva Ewa Єва Ева Эва
Olesia Alesia Olesya Олеся Алеся
Oles Ales Олесь Алесь
Rodion Radyivon Родіон Радзівон Родион
Havryil Gavriil Gabriel Гавриїл Гаўрыіл Гавриил
Ihnat Ihnatsi Ignat Ignacy Ігнат Ігнаці Игнат
Klym Klim Klemens Климент Клім Клим
Trokhym Trafim Trofim Трохим Трафім Трофим
Emil Еміль Эміль Эмиль
Ella Елла Эла Элла
Solomiia Solomia Саламея Соломія
Zlata Злата
Vlada Влада
Diana Діана Диана Дыяна
Ruslana Руслана
Mark Marko Marek Марк Марко
Timur Тимур Цімур
"""
